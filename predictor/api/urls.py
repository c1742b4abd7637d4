"""The addresses below /api/."""

from django.urls import path, re_path, register_converter
from drf_spectacular.views import SpectacularSwaggerSplitView

from predictor.api import activations, history, models, openapi, predict, problems
from predictor.api.converters import LoanIdConverter
from predictor.api.deciding import decision, first_view, outcome

register_converter(LoanIdConverter, "loan_id")

urlpatterns = [
    path("predict", predict.PredictView.as_view(), name="api-predict"),
    path("predictions", history.PredictionList.as_view(), name="api-predictions"),
    path(
        "predictions/<uuid:pk>",
        history.PredictionDetail.as_view(),
        name="api-prediction",
    ),
    path("applications", history.ApplicationList.as_view(), name="api-applications"),
    path(
        "applications/<loan_id:loan_id>",
        history.ApplicationDetail.as_view(),
        name="api-application",
    ),
    path(
        "applications/<loan_id:loan_id>/decisions",
        decision.DecisionList.as_view(),
        name="api-decisions",
    ),
    path(
        "applications/<loan_id:loan_id>/decision",
        decision.Decide.as_view(),
        name="api-decision",
    ),
    path(
        "applications/<loan_id:loan_id>/decision/confirm",
        decision.Confirm.as_view(),
        name="api-confirm-decision",
    ),
    path(
        "applications/<loan_id:loan_id>/decision/send-back",
        decision.SendBack.as_view(),
        name="api-send-back-decision",
    ),
    path(
        "applications/<loan_id:loan_id>/first-view",
        first_view.FirstView.as_view(),
        name="api-first-view",
    ),
    path(
        "applications/<loan_id:loan_id>/outcome",
        outcome.RecordOutcome.as_view(),
        name="api-outcome",
    ),
    path(
        "applications/<loan_id:loan_id>/predictions",
        history.ApplicationPredictions.as_view(),
        name="api-application-predictions",
    ),
    path("models", models.ModelList.as_view(), name="api-models"),
    path("models/active", models.ActiveModel.as_view(), name="api-active-model"),
    path(
        "models/<int:number>/activate",
        activations.Activate.as_view(),
        name="api-activate-model",
    ),
    path("models/rollback", activations.RollBack.as_view(), name="api-roll-back-model"),
    path("schema", openapi.SchemaView.as_view(), name="api-schema"),
    path(
        "docs/",
        SpectacularSwaggerSplitView.as_view(url_name="api-schema"),
        name="api-docs",
    ),
    re_path(r"", problems.not_found),
]
