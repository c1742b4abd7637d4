"""The addresses of the officers' pages."""

from django.contrib.auth.views import LogoutView
from django.urls import path

from predictor.models import Verdict
from predictor.web.application.endings import close, reopen, withdraw
from predictor.web.application.notes import add_note
from predictor.web.application.page import application_detail, application_history
from predictor.web.application.score import score_again
from predictor.web.deciding.decide import decide
from predictor.web.deciding.decision import decision_answer, decision_detail
from predictor.web.deciding.first_view import first_view
from predictor.web.deciding.notice import notice, notice_sent
from predictor.web.deciding.outcome import outcome
from predictor.web.desk.claims import claim, claim_selected, next_application
from predictor.web.desk.overview import overview
from predictor.web.desk.queue import queue
from predictor.web.files.downloads import file_errors, file_scores, file_template
from predictor.web.files.file_list import file_list
from predictor.web.files.job import file_detail
from predictor.web.files.upload import file_new
from predictor.web.form.views import application_edit, application_new
from predictor.web.history.result import prediction_detail
from predictor.web.login.interrupted import LogIn
from predictor.web.login.password import ChangePassword
from predictor.web.preferences import preferences
from predictor.web.what_if.views import try_another

#: As which a file is downloaded.
_KINDS = ("csv", "excel")

urlpatterns = [
    path("", application_new, name="application-new"),
    path("overview/", overview, name="overview"),
    path("applications/", queue, name="application-list"),
    path("applications/claim/", claim_selected, name="claim-selected"),
    path("applications/next/", next_application, name="next-application"),
    path(
        "applications/<uuid:pk>/",
        application_detail,
        name="application-detail",
    ),
    path("applications/<uuid:pk>/edit/", application_edit, name="application-edit"),
    path(
        "applications/<uuid:pk>/history/",
        application_history,
        name="application-history",
    ),
    path("applications/<uuid:pk>/notes/", add_note, name="application-note"),
    path("applications/<uuid:pk>/score/", score_again, name="application-score"),
    path("applications/<uuid:pk>/withdraw/", withdraw, name="application-withdraw"),
    path("applications/<uuid:pk>/close/", close, name="application-close"),
    path("applications/<uuid:pk>/reopen/", reopen, name="application-reopen"),
    path("applications/<uuid:pk>/claim/", claim, name="claim"),
    path("applications/<uuid:pk>/outcome/", outcome, name="outcome"),
    path("predictions/<uuid:pk>/", prediction_detail, name="prediction-detail"),
    path(
        "predictions/<uuid:pk>/what-if/",
        try_another,
        name="prediction-what-if",
    ),
    path("applications/<uuid:pk>/first-view/", first_view, name="first-view"),
    path(
        "predictions/<uuid:pk>/approve/",
        decide,
        {"verdict": Verdict.APPROVE},
        name="approve",
    ),
    path(
        "predictions/<uuid:pk>/decline/",
        decide,
        {"verdict": Verdict.DECLINE},
        name="decline",
    ),
    path(
        "predictions/<uuid:pk>/counter-offer/",
        decide,
        {"verdict": Verdict.COUNTER_OFFER},
        name="counter-offer",
    ),
    path("decisions/<uuid:pk>/", decision_detail, name="decision"),
    path("decisions/<uuid:pk>/answer/", decision_answer, name="decision-answer"),
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
    path("settings/", preferences, name="preferences"),
    path("login/", LogIn.as_view(), name="login"),
    path("password/", ChangePassword.as_view(), name="password"),
    path("logout/", LogoutView.as_view(), name="logout"),
]
