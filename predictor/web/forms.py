"""The form in which an officer types an application."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.conf import settings
from django.forms.boundfield import BoundField
from django.utils.html import format_html

from ml import schema
from predictor.services import scoring
from predictor.web import fields, wording
from predictor.web.addresses import of_reference
from predictor.web.page_form import PageForm

_LEFT_BLANK: Final = "Left blank, the model suggests a review."
#: Text in the place of a number, which the validation refuses as such.
_CONTRADICTION: Final = "an income of nobody"


@dataclass(frozen=True, slots=True)
class Section:
    """Fields under one heading."""

    title: str
    hint: str
    fields: list[BoundField]


class ApplicationForm(PageForm):
    """One application. It reads what was typed; the service checks it."""

    loan_id = fields.text(
        schema.LOAN_ID,
        label="Reference (optional)",
        help_text="Left blank, one is assigned.",
    )
    loan_amount = fields.number(schema.LOAN_AMOUNT, note=_LEFT_BLANK)
    loan_amount_term = fields.number(schema.LOAN_AMOUNT_TERM, note=_LEFT_BLANK)
    credit_history = fields.flag(schema.CREDIT_HISTORY, unknown="Not known")
    education = fields.category(schema.EDUCATION)
    self_employed = fields.category(schema.SELF_EMPLOYED, unknown="Not known")
    applicant_income = fields.number(
        schema.APPLICANT_INCOME, note=schema.APPLICANT_INCOME.help
    )
    has_coapplicant = fields.yes_no("Is there a co-applicant?")
    coapplicant_income = fields.number(
        schema.COAPPLICANT_INCOME, note=schema.APPLICANT_INCOME.help
    )
    property_area = fields.category(schema.PROPERTY_AREA)
    gender = fields.category(schema.GENDER, unknown="Prefer not to say")
    married = fields.category(schema.MARRIED, unknown="Prefer not to say")
    dependents = fields.category(schema.DEPENDENTS, unknown="Prefer not to say")

    def sections(self) -> list[Section]:
        """Return the fields under their headings, in the order of the page."""
        return [
            self._section("The loan", "loan_id", "loan_amount", "loan_amount_term"),
            self._section(
                "The applicant", "credit_history", "education", "self_employed"
            ),
            self._section(
                "Incomes", "applicant_income", "has_coapplicant", "coapplicant_income"
            ),
            self._section("The property", "property_area"),
            self._section(
                _monitoring(),
                *(schema.FIELDS[name].attribute for name in schema.PROTECTED),
                hint="Optional. Once submitted, it is not shown on these pages again.",
            ),
        ]

    def _section(self, title: str, *names: str, hint: str = "") -> Section:
        return Section(title, hint, [self[name] for name in names])

    def clean_coapplicant_income(self) -> float | str | None:
        """No co-applicant means 0; a blank never does."""
        income: float | str | None = self.cleaned_data["coapplicant_income"]
        if self.cleaned_data.get("has_coapplicant") != fields.NO:
            return income
        return 0.0 if income in (None, 0.0) else _CONTRADICTION

    def row(self) -> dict[str, object]:
        """Return what was typed as a JSON row, for the one scoring path."""
        return {f.name: self.cleaned_data[f.attribute] for f in schema.APPLICANT_FIELDS}

    def refuse(self, refused: scoring.InvalidRows) -> None:
        """Show the service's errors at their fields, in an officer's words."""
        for error in refused.errors:
            field = schema.FIELDS[error.field] if error.field else None
            if field is None:
                self.add_error(None, error.message)
            else:
                name, message = self._locate(field, error.rule, error.message)
                self.add_error(name, message)

    def _locate(self, field: schema.Field, rule: str, message: str) -> tuple[str, str]:
        """Return the form's field that a broken rule is about, and what to say."""
        if rule == "exists":
            return field.attribute, self._exists()
        if field is schema.COAPPLICANT_INCOME:
            if rule == "required" and not self.cleaned_data["has_coapplicant"]:
                return "has_coapplicant", wording.COAPPLICANT_QUESTION
            if self.cleaned_data["coapplicant_income"] == _CONTRADICTION:
                return field.attribute, wording.COAPPLICANT_CONTRADICTION
        return field.attribute, wording.say(field, rule, otherwise=message)

    def _exists(self) -> str:
        address = of_reference(self.cleaned_data["loan_id"])
        text = 'This reference exists already: <a href="{}">open it</a>.'
        return format_html(text, address)


def _monitoring() -> str:
    """Return the heading, which promises only what the settings let it promise."""
    title = "Monitoring information"
    if settings.ALLOW_PROTECTED_INPUTS:
        return title
    return f"{title}, not used for the score"
