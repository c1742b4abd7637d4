"""The form in which an officer types an application."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from django import forms
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ml import schema
from predictor.models import LoanApplication
from predictor.services import references, scoring
from predictor.web.form import fields, monitoring, questions
from predictor.web.form.sections import Section, sections_of
from predictor.web.form.stored import as_typed
from predictor.web.page_form import PageForm, Problem, target_of
from predictor.web.texts import paragraph

_FIELDS: Final = schema.APPLICANT_FIELDS
_LEFT_BLANK: Final = _("Left blank, the model suggests a review.")
_CHANGED: Final = _(
    "Somebody has changed the application since you opened this form. Look at what "
    "stands now; sent once more, what you typed takes its place."
)
#: Text in the place of a number, which the validation refuses as such.
CONTRADICTION: Final = "an income of nobody"
_REVISION: Final = re.compile(r"[0-9]{1,9}")


def _hidden() -> forms.CharField:
    return forms.CharField(required=False, widget=forms.HiddenInput)


class ApplicationForm(PageForm):
    """One application. It reads what was typed; the service checks it.

    Parameters
    ----------
    data : what was sent, to be checked.
    typed : what was typed before an interruption, to be shown as it was.
    application : the one that is continued; its reference stays.
    """

    loan_id = fields.text(
        schema.LOAN_ID,
        label=_("Reference (optional)"),
        help_text=_("Left blank, one is assigned."),
    )
    loan_amount = fields.number(schema.LOAN_AMOUNT, note=_LEFT_BLANK)
    loan_amount_term = fields.number(schema.LOAN_AMOUNT_TERM, note=_LEFT_BLANK)
    credit_history = fields.flag(schema.CREDIT_HISTORY, unknown=_("Not known"))
    education = fields.category(schema.EDUCATION)
    self_employed = fields.category(schema.SELF_EMPLOYED, unknown=_("Not known"))
    applicant_income = fields.number(
        schema.APPLICANT_INCOME, note=_(schema.APPLICANT_INCOME.help)
    )
    has_coapplicant = fields.yes_no(
        _("Is there a co-applicant?"),
        help_text=_("Somebody who applies together with the applicant."),
    )
    coapplicant_income = fields.number(
        schema.COAPPLICANT_INCOME, note=_(schema.APPLICANT_INCOME.help)
    )
    property_area = fields.category(schema.PROPERTY_AREA)
    gender = fields.category(schema.GENDER, unknown=_("Prefer not to say"))
    married = fields.category(schema.MARRIED, unknown=_("Prefer not to say"))
    dependents = fields.category(schema.DEPENDENTS, unknown=_("Prefer not to say"))
    monitoring = _hidden()
    #: The reference of whoever types none, so that a form sent twice is stored once.
    assigned = _hidden()
    why = paragraph(
        _("Why it is changed (optional)"),
        _("It is kept in the history of the application."),
    )
    #: The revision that was on the screen.
    seen = _hidden()

    def __init__(
        self,
        data: Mapping[str, str] | None = None,
        *,
        typed: Mapping[str, str] | None = None,
        application: LoanApplication | None = None,
    ) -> None:
        self.application = application
        sent = dict((typed if data is None else data) or {})
        self.answered = monitoring.of_form(sent)
        self.answers = monitoring.of_application(application) | self.answered
        self.confirmed = questions.settle(sent)
        known = as_typed(application) if application and not sent else {}
        shown = {k: v for k, v in (known | sent).items() if k not in monitoring.UNSHOWN}
        shown |= monitoring.hidden(self.answered) | questions.hidden(self.confirmed)
        shown["assigned"] = shown.get("assigned") or new_reference()
        if application:
            shown.setdefault("seen", str(application.revision))
        super().__init__(None if data is None else shown, initial=shown)
        for name in questions.hidden(self.confirmed):
            self.fields[name] = _hidden()
        if application:
            del self.fields["loan_id"]
        elif "seen" not in shown:
            del self.fields["why"], self.fields["seen"]

    def sections(self) -> list[Section]:
        """Return the fields under their headings, in the order of the page."""
        return sections_of(self)

    def clean(self) -> dict[str, Any]:
        """Read the answers that were sealed, which no box of the page holds."""
        for name, answer in self.answers.items():
            try:
                self.cleaned_data[name] = self.fields[name].clean(answer)
            except ValidationError as error:
                self.add_error(name, error)
        return self.cleaned_data

    def clean_coapplicant_income(self) -> float | str | None:
        """No co-applicant means 0; a blank never does."""
        income: float | str | None = self.cleaned_data["coapplicant_income"]
        if self.cleaned_data.get("has_coapplicant") != fields.NO:
            return income
        return 0.0 if income in (None, 0.0) else CONTRADICTION

    def row(self) -> dict[str, object]:
        """Return what was typed as a JSON row, for the one scoring path."""
        row = {f.name: self.cleaned_data.get(f.attribute) for f in _FIELDS}
        row[schema.LOAN_ID.name] = self.reference()
        return row

    def reference(self) -> str:
        """Return the reference: the application's, the typed or the assigned one."""
        if self.application:
            return self.application.loan_id
        typed: str | None = self.cleaned_data["loan_id"]
        return typed or self.cleaned_data["assigned"]

    def goes_on(self, user: User) -> bool:
        """Whether it may change what stands: it was saved before, and never scored."""
        standing = LoanApplication.objects.filter(
            loan_id=self.reference(), predictions=None
        ).first()
        typed = bool(self.cleaned_data["loan_id"])
        return bool(standing and not typed and standing.may_be_changed_by(user))

    def sent_before(self, refused: scoring.InvalidRows, user: User) -> bool:
        """Whether the user's very form was stored already: the button pressed twice.

        Of an application that somebody else sent nobody learns whether it is the same.
        """
        if self.cleaned_data.get("loan_id") or not refused.says("exists"):
            return False
        row = self.row()
        standing = LoanApplication.objects.get(loan_id=row[schema.LOAN_ID.name])
        return standing.owner_id == user.pk and standing.as_applicant() == row

    def seen_revision(self) -> int | None:
        """Return the revision that was on the screen; None where it is not told.

        What is no number is 0, which no revision has.
        """
        seen: str = self.cleaned_data.get("seen", "")
        if not seen:
            return None
        return int(seen) if _REVISION.fullmatch(seen) else 0

    def show_changed(self) -> None:
        """Say that others have changed it; sent once more, it takes their place."""
        assert self.application is not None  # noqa: S101 - only where it is continued
        self.data = {**self.data, "seen": str(self.application.revision)}
        self.add_error(None, _CHANGED)

    def ask(self, unlikely: scoring.Unlikely) -> None:
        """Ask about what looks like a slip, once for each field."""
        for slip in unlikely.slips:
            name = schema.FIELDS[slip.field].attribute
            question = questions.QuestionField(slip, self.cleaned_data[name])
            self.fields.setdefault(questions.name_for(name), question)

    def questions(self) -> list[Problem]:
        """Return what is asked, each with the answer that it links to."""
        return [
            Problem(target_of(bound), str(bound.label))
            for bound in self
            if isinstance(bound.field, questions.QuestionField)
        ]


def new_reference() -> str:
    """Return a reference that nobody has."""
    return references.new_loan_id(at=timezone.now())
