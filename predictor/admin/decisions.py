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
from predictor.services.deciding import standing


@admin.register(Decision)
class DecisionAdmin(RecordAdmin):
    """Every decision, with what the officer saw."""

    application_path = "application"
    list_display = ("when", "loan_id", "decided", "advice", "against", "who")
    list_display_links = ("when",)
    list_filter = (choice_filter("verdict", Verdict.choices, "decision"), DateFilter)
    list_select_related = ("application", "prediction", "decided_by", "reverses")
    search_fields = ("application__loan_id",)
    search_help_text = "Loan ID, or how it begins"
    fieldsets: ClassVar[Any] = (
        (
            "Decision",
            {"fields": ("loan_id", "decided", "when", "who", "through", "stands")},
        ),
        ("In place of", {"fields": ("replaces", "reversed_because")}),
        ("Recommendation", {"fields": ("advice", "probability", "seen", "tried")}),
        ("Override", {"fields": ("against", "override_text")}),
        ("Second officer", {"fields": ("second",)}),
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
        return "No: it is the first view" if decision.prediction_hidden else "Yes"

    @admin.display(description="Through")
    def through(self, decision: Decision) -> str:
        return str(decision.get_channel_display())

    @admin.display(description="Stands")
    def stands(self, decision: Decision) -> str:
        return str(standing.of(decision).label)

    @admin.display(description="Decision before")
    def replaces(self, decision: Decision) -> object:
        before = decision.reverses
        if before is None:
            return display.NOTHING
        return display.link(before, before.get_verdict_display())

    @admin.display(description="Second officer")
    def second(self, decision: Decision) -> str:
        return "Needed" if decision.needs_second else "Not needed"

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
            *tables.of_json("Offer", obj.offer),
            *tables.of_json("Reasons", obj.reasons),
            *tables.of_json("Reasons of the model left out", obj.left_out),
            *_journal(obj),
            *_letters(obj),
            *tables.of_inputs(obj.inputs),
        ]


def _journal(decision: Decision) -> list[tables.Table]:
    """Return what was done about the decision, and where that left the application."""
    rows = [
        [
            display.when(entry.created_at),
            entry.get_kind_display(),
            str(entry.written_by),
            entry.get_status_display(),
            entry.text,
        ]
        for entry in decision.journal.select_related("written_by").order_by("id")
    ]
    headers = ("When", "What", "By", "Stood then", "Words")
    return [tables.Table(title="Journal", headers=headers, rows=rows)] if rows else []


def _sent(notice: Notice) -> object:
    return display.when(notice.notified_at) if notice.notified_at else "Taken back"


def _letters(decision: Decision) -> list[tables.Table]:
    sent = decision.notices.select_related("recorded_by")
    rows = [[_sent(n), str(n.recorded_by), display.when(n.created_at)] for n in sent]
    headers = ("Sent", "Recorded by", "Recorded")
    return [tables.Table(title="Letters", headers=headers, rows=rows)] if rows else []
