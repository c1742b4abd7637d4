"""What officers decided."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import admin
from django.utils.safestring import SafeString

from predictor.admin import display, tables
from predictor.admin.base import RecordAdmin
from predictor.admin.filters import DateFilter, choice_filter
from predictor.models import Decision, Notice, Verdict
from predictor.services import what_if


@admin.register(Decision)
class DecisionAdmin(RecordAdmin):
    """Every decision, with what the officer saw."""

    application_path = "application"
    list_display = ("when", "loan_id", "decided", "advice", "against", "who")
    list_display_links = ("when",)
    list_filter = (choice_filter("verdict", Verdict.choices, "decision"), DateFilter)
    list_select_related = ("application", "prediction", "decided_by")
    search_fields = ("application__loan_id",)
    search_help_text = "Loan ID, or how it begins"
    fieldsets: ClassVar[Any] = (
        ("Decision", {"fields": ("loan_id", "decided", "when", "who")}),
        ("Recommendation", {"fields": ("advice", "probability", "seen", "tried")}),
        ("Override", {"fields": ("against", "override_text")}),
        ("Reasons of the model left out", {"fields": ("left_out_because",)}),
        ("Record", {"fields": ("revision", "key")}),
    )

    @admin.display(description="When")
    def when(self, decision: Decision) -> object:
        return display.when(decision.created_at)

    @admin.display(description="Loan ID")
    def loan_id(self, decision: Decision) -> object:
        return display.link(decision.application)

    @admin.display(description="Decision")
    def decided(self, decision: Decision) -> SafeString:
        return display.label(decision.verdict, decision.get_verdict_display())

    @admin.display(description="Recommendation")
    def advice(self, decision: Decision) -> object:
        prediction = decision.prediction
        if prediction is None:
            return display.NOTHING
        word = prediction.get_recommendation_display()
        return display.label(prediction.recommendation, word)

    @admin.display(description="Probability")
    def probability(self, decision: Decision) -> object:
        prediction = decision.prediction
        if prediction is None:
            return display.NOTHING
        return display.link(prediction, display.percent(prediction.probability))

    @admin.display(description="Seen by the officer")
    def seen(self, decision: Decision) -> str:
        return "No" if decision.prediction_hidden else "Yes"

    @admin.display(description="Override")
    def against(self, decision: Decision) -> str:
        return str(decision.get_override_code_display() or display.NOTHING)

    @admin.display(description="What-if tried before it")
    def tried(self, decision: Decision) -> str:
        times = what_if.times_asked(decision.application, until=decision.created_at)
        return f"{times:,}"

    @admin.display(description="By")
    def who(self, decision: Decision) -> str:
        return str(decision.decided_by)

    @admin.display(description="Decision ID")
    def key(self, decision: Decision) -> str:
        return str(decision.pk)

    def below(self, obj: Decision) -> list[tables.Table]:
        return [
            *tables.of_json("Reasons", obj.reasons),
            *tables.of_json("Reasons of the model left out", obj.left_out),
            *_letters(obj),
            *tables.of_inputs(obj.inputs),
        ]


def _sent(notice: Notice) -> object:
    return display.when(notice.notified_at) if notice.notified_at else "Taken back"


def _letters(decision: Decision) -> list[tables.Table]:
    sent = decision.notices.select_related("recorded_by")
    rows = [[_sent(n), str(n.recorded_by), display.when(n.created_at)] for n in sent]
    headers = ("Sent", "Recorded by", "Recorded")
    return [tables.Table(title="Letters", headers=headers, rows=rows)] if rows else []
