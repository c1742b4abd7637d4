"""The addresses of the officers' pages."""

from django.contrib.auth.views import LogoutView
from django.urls import path

from predictor.web.application_form import application_edit, application_new
from predictor.web.application_list import application_list
from predictor.web.application_page import application_detail
from predictor.web.interrupted import LogIn
from predictor.web.result import prediction_detail

urlpatterns = [
    path("", application_new, name="application-new"),
    path("applications/", application_list, name="application-list"),
    path(
        "applications/<uuid:pk>/",
        application_detail,
        name="application-detail",
    ),
    path("applications/<uuid:pk>/edit/", application_edit, name="application-edit"),
    path("predictions/<uuid:pk>/", prediction_detail, name="prediction-detail"),
    path("login/", LogIn.as_view(), name="login"),
    path("logout/", LogoutView.as_view(), name="logout"),
]
