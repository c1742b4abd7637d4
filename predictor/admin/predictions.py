"""The prediction history."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import Q
from django.http import HttpRequest
from django.utils.safestring import SafeString

from predictor.admin import display, tables
from predictor.admin.base import RecordAdmin
from predictor.admin.filters import ChoiceFilter, DateFilter, choice_filter
from predictor.models import (
    Channel,
    Explanation,
    ModelVersion,
    Prediction,
    Recommendation,
)
from predictor.services import explained_later, explaining


class VersionFilter(ChoiceFilter):
    """The model version that made the prediction."""

    title = "model version"
    parameter_name = "version"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[Any, Any]]:
        numbers = ModelVersion.objects.values_list("number", flat=True)
        return [(number, f"Version {number}") for number in numbers]

    def condition(self, value: str) -> Q:
        return Q(model_version_id=int(value))


@admin.register(Prediction)
class PredictionAdmin(RecordAdmin):
    """Every prediction, with all that is needed to make it again."""

    application_path = "application"
    list_display = ("when", "loan_id", "advice", "share", "version", "via", "who")
    list_display_links = ("when",)
    list_filter = (
        choice_filter("recommendation", Recommendation.choices),
        VersionFilter,
        choice_filter("channel", Channel.choices),
        DateFilter,
    )
    list_select_related = ("application", "requested_by")
    search_fields = ("application__loan_id",)
    search_help_text = "Loan ID, or how it begins"
    fieldsets: ClassVar[Any] = (
        ("Prediction", {"fields": ("loan_id", "advice", "code", "share", "answer")}),
        ("Model", {"fields": ("version", "thresholds")}),
        (
            "Request",
            {"fields": ("when", "via", "who", "request_id", "revision", "key")},
        ),
    )

    @admin.display(description="When")
    def when(self, prediction: Prediction) -> object:
        return display.when(prediction.created_at)

    @admin.display(description="Loan ID")
    def loan_id(self, prediction: Prediction) -> object:
        return display.link(prediction.application)

    @admin.display(description="Recommendation")
    def advice(self, prediction: Prediction) -> SafeString:
        word = prediction.get_recommendation_display()
        return display.label(prediction.recommendation, word)

    @admin.display(description="Probability")
    def share(self, prediction: Prediction) -> str:
        return display.percent(prediction.probability)

    @admin.display(description="Version")
    def version(self, prediction: Prediction) -> object:
        number = prediction.model_version_id
        return display.link(ModelVersion(number=number), f"Version {number}")

    @admin.display(description="Channel")
    def via(self, prediction: Prediction) -> str:
        return prediction.get_channel_display()

    @admin.display(description="Requested by")
    def who(self, prediction: Prediction) -> str:
        return str(prediction.requested_by)

    @admin.display(description="Model's answer at 0.5")
    def answer(self, prediction: Prediction) -> str:
        return f"{prediction.predicted_class}, at {prediction.probability:.6f}"

    @admin.display(description="Thresholds")
    def thresholds(self, prediction: Prediction) -> str:
        approve = display.percent(prediction.approve_from)
        decline = display.percent(prediction.decline_below)
        return f"Approve from {approve}, decline below {decline}"

    @admin.display(description="Prediction ID")
    def key(self, prediction: Prediction) -> str:
        return str(prediction.pk)

    def below(self, obj: Prediction) -> list[tables.Table]:
        explanation = explained_later.explanation_or_none(obj)
        explained = _explanation(explanation) if explanation else []
        return [*explained, *tables.of_inputs(obj.inputs)]


def _explanation(explanation: Explanation) -> list[tables.Table]:
    added = explaining.shown(explanation.contributions).items()
    largest_first = sorted(added, key=lambda item: -abs(item[1]))
    return [
        tables.Table(
            title="Explanation",
            headers=("Field", "Percentage points"),
            rows=[[explaining.label(n), f"{100 * c:+.1f}"] for n, c in largest_first],
            note=(
                "What each field added to the reference applicant's "
                f"{display.percent(explanation.reference_probability)}. "
                f"Left over: {explanation.residual:.1e}."
            ),
        ),
        *tables.of_json("Reasons", explanation.reasons),
    ]
