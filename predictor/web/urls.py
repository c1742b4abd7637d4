"""The addresses of the officers' pages."""

from django.contrib.auth.views import LoginView, LogoutView
from django.urls import path

from predictor.web.application_form import application_new
from predictor.web.application_list import application_list
from predictor.web.login import LoginForm
from predictor.web.result import prediction_detail

urlpatterns = [
    path("", application_new, name="application-new"),
    path("applications/", application_list, name="application-list"),
    path("predictions/<uuid:pk>/", prediction_detail, name="prediction-detail"),
    path(
        "login/",
        LoginView.as_view(
            template_name="web/login.html",
            authentication_form=LoginForm,
            redirect_authenticated_user=True,
        ),
        name="login",
    ),
    path("logout/", LogoutView.as_view(), name="logout"),
]
