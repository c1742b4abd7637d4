"""The applications."""

from __future__ import annotations

from typing import Any, ClassVar, Final

from django.contrib import admin
from django.db.models import Q
from django.http import HttpRequest
from django.utils.safestring import SafeString

from ml import schema
from predictor.admin import display, tables
from predictor.admin.base import RecordAdmin, may_see_protected
from predictor.admin.filters import ChoiceFilter, DateFilter, choice_filter
from predictor.models import LoanApplication, Source, Status

#: So many of its predictions and decisions stand on an application's page.
MOST_LISTED = 20


class LabelFilter(ChoiceFilter):
    """How the application was decided, if it was."""

    title = "label"
    parameter_name = "label"
    options: ClassVar[list[tuple[Any, Any]]] = [
        ("Y", "Approved"),
        ("N", "Declined"),
        ("none", "None yet"),
    ]

    def condition(self, value: str) -> Q:
        if value == "none":
            return Q(loan_status__isnull=True)
        return Q(loan_status=value)


def _column(field: schema.Field) -> Any:
    """Return the admin's column of one field of the data dictionary."""

    @admin.display(description=field.label)
    def column(self: object, application: LoanApplication) -> str:
        stored = getattr(application, field.attribute)
        text = f"{tables.value(field, stored)} {tables.unit(field)}"
        return text.strip() if stored is not None else tables.MISSING

    return column


_PROTECTED: Final = (
    tables.PROTECTED_TITLE,
    {
        "classes": ("collapse",),
        "description": tables.PROTECTED_NOTE,
        "fields": ("gender", "married", "dependents"),
    },
)


@admin.register(LoanApplication)
class LoanApplicationAdmin(RecordAdmin):
    """Every application, with the values of its newest revision."""

    application_path = "id"
    list_display = ("loan_id", "standing", "label", "amount", "source", "added")
    list_filter = (
        choice_filter("status", Status.choices),
        choice_filter("source", Source.choices),
        LabelFilter,
        DateFilter,
    )
    search_fields = ("loan_id",)
    search_help_text = "Loan ID, or how it begins"
    fieldsets: ClassVar[Any] = (
        (
            "Application",
            {"fields": ("loan_id", "standing", "source", "owner", "revision")},
        ),
        ("Loan", {"fields": ("amount", "term", "area")}),
        (
            "Applicant",
            {"fields": ("income", "other_income", "credit", "education", "employed")},
        ),
        ("Decision and outcome", {"fields": ("label", "label_source", "ended")}),
        (
            "Times",
            {
                "fields": (
                    "received",
                    "completed",
                    "decided",
                    "notified",
                    "added",
                    "updated",
                )
            },
        ),
    )

    def get_fieldsets(
        self, request: HttpRequest, obj: LoanApplication | None = None
    ) -> Any:
        shown = super().get_fieldsets(request, obj)
        return (*shown, _PROTECTED) if may_see_protected(request) else shown

    amount = _column(schema.LOAN_AMOUNT)
    term = _column(schema.LOAN_AMOUNT_TERM)
    area = _column(schema.PROPERTY_AREA)
    income = _column(schema.APPLICANT_INCOME)
    other_income = _column(schema.COAPPLICANT_INCOME)
    credit = _column(schema.CREDIT_HISTORY)
    education = _column(schema.EDUCATION)
    employed = _column(schema.SELF_EMPLOYED)

    @admin.display(description="Status")
    def standing(self, application: LoanApplication) -> SafeString:
        return display.label(application.status, application.get_status_display())

    @admin.display(description="Label")
    def label(self, application: LoanApplication) -> object:
        if application.loan_status is None:
            return display.NOTHING
        word = "Approved" if application.loan_status == "Y" else "Declined"
        return display.label(application.loan_status, word)

    @admin.display(description="Outcome")
    def ended(self, application: LoanApplication) -> str:
        if application.outcome_at is None:
            return display.NOTHING
        return f"{application.get_outcome_display()}, {application.outcome_at:%Y-%m-%d}"

    @admin.display(description="Received")
    def received(self, application: LoanApplication) -> object:
        return display.when(application.received_at)

    @admin.display(description="Completed")
    def completed(self, application: LoanApplication) -> object:
        return display.when(application.completed_at)

    @admin.display(description="Decided")
    def decided(self, application: LoanApplication) -> object:
        return display.when(application.decided_at)

    @admin.display(description="Notified")
    def notified(self, application: LoanApplication) -> object:
        return display.when(application.notified_at)

    @admin.display(description="Added")
    def added(self, application: LoanApplication) -> object:
        return display.when(application.created_at)

    @admin.display(description="Updated")
    def updated(self, application: LoanApplication) -> object:
        return display.when(application.updated_at)

    def below(self, obj: LoanApplication) -> list[tables.Table]:
        return [_predictions(obj), _decisions(obj)]


def _predictions(application: LoanApplication) -> tables.Table:
    newest = application.predictions.order_by("-id")[:MOST_LISTED]
    return tables.Table(
        title=f"Predictions, the newest {MOST_LISTED} at most",
        headers=("When", "Recommendation", "Probability", "Version", "Revision"),
        rows=[
            [
                display.link(row, display.when(row.created_at)),
                display.label(row.recommendation, row.get_recommendation_display()),
                display.percent(row.probability),
                row.model_version_id,
                row.revision,
            ]
            for row in newest
        ],
    )


def _decisions(application: LoanApplication) -> tables.Table:
    newest = application.decisions.order_by("-id").select_related("decided_by")
    return tables.Table(
        title=f"Decisions, the newest {MOST_LISTED} at most",
        headers=("When", "Decision", "By", "Revision"),
        rows=[
            [
                display.link(row, display.when(row.created_at)),
                display.label(row.verdict, row.get_verdict_display()),
                row.decided_by,
                row.revision,
            ]
            for row in newest[:MOST_LISTED]
        ],
    )
