"""How a loan ended, and on which day."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from predictor.models import LoanApplication, Outcome
from predictor.services import days
from predictor.web import wording
from predictor.web.page_form import PageForm

_EXAMPLE: Final = _("Enter the day, like 2026-03-31.")


class OutcomeForm(PageForm):
    """Nothing is chosen beforehand; whether the day can be is the service's business.

    Parameters
    ----------
    data : what was sent, to be checked.
    typed : what was typed before an interruption, to be shown as it was.
    application : shows what is recorded already.
    """

    outcome = forms.ChoiceField(
        label=_("How did the loan end?"),
        help_text=_("A loan has defaulted when it is 90 days past due."),
        choices=Outcome.choices,
        widget=forms.RadioSelect(attrs={"class": "stacked"}),
        error_messages={
            "required": _("Choose how the loan ended."),
            "invalid_choice": wording.NO_SUCH_ANSWER,
        },
    )
    ended_on = forms.DateField(
        label=_("On which day?"),
        help_text=_("When it was repaid, or 90 days past due."),
        input_formats=["%Y-%m-%d"],
        widget=forms.DateInput(
            attrs={"type": "date", "class": "medium"}, format="%Y-%m-%d"
        ),
        error_messages={"required": _EXAMPLE, "invalid": _EXAMPLE},
    )

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        typed: QueryDict | None = None,
        application: LoanApplication,
    ) -> None:
        shown: dict[str, Any] = {n: v for n, v in (typed or {}).items() if v}
        if not shown and application.outcome_at:
            shown = {
                "outcome": application.outcome,
                "ended_on": days.of(application.outcome_at),
            }
        super().__init__(data, initial=shown)
