"""Under which headings the fields of an application stand, and in which order."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.conf import settings
from django.forms.boundfield import BoundField
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ml import schema
from predictor.services import dictionary
from predictor.web.form import monitoring, questions

if TYPE_CHECKING:
    from predictor.web.form.application import ApplicationForm

_OPTIONAL: Final = _("Optional. Once submitted, it is not shown on these pages again.")
_KEPT: Final = _(
    "There are answers already. They are kept and not shown again: "
    "choose one only to change it."
)


@dataclass(frozen=True, slots=True)
class Section:
    """Fields under one heading."""

    title: str
    hint: str
    fields: list[BoundField]
    #: Label of a field → what counts in it.
    counts: dict[str, str]


def sections_of(form: ApplicationForm) -> list[Section]:
    """Return the fields of a form that it has, under their headings.

    A new application has no change to explain, and one that is continued keeps its
    reference.
    """
    hint = str(_KEPT if form.answers else _OPTIONAL)
    sections = [
        _section(form, gettext("The loan"), *_LOAN),
        _section(form, gettext("The applicant"), *_APPLICANT),
        _section(form, gettext("Incomes"), *_INCOMES),
        _section(form, gettext("The property"), "property_area"),
        _section(form, _monitoring(), *monitoring.NAMES, hint=hint),
        _section(form, gettext("This change"), "why"),
    ]
    return [section for section in sections if section.fields]


_LOAN: Final = ("loan_id", "loan_amount", "loan_amount_term")
_APPLICANT: Final = ("credit_history", "education", "self_employed")
_INCOMES: Final = ("applicant_income", "has_coapplicant", "coapplicant_income")


def _section(form: ApplicationForm, title: str, *names: str, hint: str = "") -> Section:
    there = [name for name in names if name in form.fields]
    asked = {name: questions.name_for(name) for name in there}
    shown = [n for pair in asked.items() for n in pair if n in form.fields]
    fields = [form[name] for name in shown if not form[name].is_hidden]
    return Section(title, hint, fields, _counts(there))


def _counts(names: Iterable[str]) -> dict[str, str]:
    """Return what the data dictionary says of each field that is one of its own."""
    known = (field for field in schema.APPLICANT_FIELDS if field.attribute in names)
    return {dictionary.label(f): dictionary.counts(f) for f in known}


def _monitoring() -> str:
    """Return the heading, which promises only what the settings let it promise."""
    if settings.ALLOW_PROTECTED_INPUTS:
        return gettext("Monitoring information")
    return gettext("Monitoring information, not used for the score")
