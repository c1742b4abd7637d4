"""The addresses of the officers' pages."""

from django.contrib.auth.views import LogoutView
from django.urls import path

from predictor.web.deciding.decline import decline
from predictor.web.deciding.notice import notice, notice_sent
from predictor.web.files.downloads import file_errors, file_scores, file_template
from predictor.web.files.file_list import file_list
from predictor.web.files.job import file_detail
from predictor.web.files.upload import file_new
from predictor.web.form.views import application_edit, application_new
from predictor.web.history.application_list import application_list
from predictor.web.history.application_page import application_detail
from predictor.web.history.result import prediction_detail
from predictor.web.login.interrupted import LogIn
from predictor.web.login.password import ChangePassword
from predictor.web.what_if.views import try_another

#: As which a file is downloaded.
_KINDS = ("csv", "excel")

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
    path(
        "predictions/<uuid:pk>/what-if/",
        try_another,
        name="prediction-what-if",
    ),
    path("predictions/<uuid:pk>/decline/", decline, name="decline"),
    path("decisions/<uuid:pk>/notice/", notice, name="notice"),
    path("decisions/<uuid:pk>/notice/sent/", notice_sent, name="notice-sent"),
    path("files/", file_list, name="file-list"),
    path("files/new/", file_new, name="file-new"),
    path("files/<uuid:pk>/", file_detail, name="file-detail"),
    *(
        path(f"files/{address}/{kind}/", view, {"kind": kind}, name=f"{name}-{kind}")
        for address, view, name in (
            ("template", file_template, "file-template"),
            ("<uuid:pk>/scores", file_scores, "file-scores"),
            ("<uuid:pk>/errors", file_errors, "file-errors"),
        )
        for kind in _KINDS
    ),
    path("login/", LogIn.as_view(), name="login"),
    path("password/", ChangePassword.as_view(), name="password"),
    path("logout/", LogoutView.as_view(), name="logout"),
]
