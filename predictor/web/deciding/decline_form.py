"""The grounds of a decline, as an officer gives them."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.http import QueryDict
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from predictor.models import OverrideCode
from predictor.services.deciding import officer_reasons
from predictor.services.deciding.faults import InvalidGrounds
from predictor.services.deciding.grounds import Grounds, Reason
from predictor.web import wording
from predictor.web.page_form import PageForm
from predictor.web.texts import PlainText, paragraph
from predictor.web.wording import Words

_MOST_REASON: Final = 300  # of a reason in the letter


def _several(label: Words, help_text: Words) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label,
        help_text=help_text,
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "stacked"}),
        error_messages={
            "invalid_choice": format_lazy("{} {}", label, wording.NO_SUCH_ANSWER)
        },
    )


class DeclineForm(PageForm):
    """Nothing is chosen beforehand: a reason holds because a person says so.

    Parameters
    ----------
    data : what was sent, to be checked.
    typed : what was typed before an interruption, to be shown as it was.
    offered : the reasons of the model that can be confirmed.
    against : whether the model suggests to approve.
    """

    confirmed = _several(
        _("Which of the model's reasons hold?"),
        _(
            "They pulled the score down, the strongest first. Those that you choose "
            "stand in the letter."
        ),
    )
    left_out_because = paragraph(
        _("Why are the others left out?"),
        _(
            "Only where you leave one out. It is kept with the decision and does not "
            "stand in the letter."
        ),
    )
    codes = _several(_("Your own reasons"), _("What the model is not told."))
    other = PlainText(
        label=_("Another reason, in words for the applicant"),
        help_text=_(
            "One sentence that stands in the letter as it is. A letter with more "
            "than four reasons says less than one with four."
        ),
        required=False,
        max_length=_MOST_REASON,
        widget=forms.TextInput(attrs={"class": "long"}),
    )
    override_code = forms.ChoiceField(
        label=_("Why do you decide against the model?"),
        choices=OverrideCode.choices,
        required=False,
        widget=forms.RadioSelect(attrs={"class": "stacked"}),
        error_messages={"invalid_choice": wording.NO_SUCH_ANSWER},
    )
    override_text = paragraph(
        _("In your words"),
        _("It is kept with the decision and does not stand in the letter."),
    )

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        typed: QueryDict | None = None,
        offered: list[Reason],
        against: bool,
    ) -> None:
        super().__init__(data, initial=self._as_initial(typed or QueryDict()))
        self._choices("confirmed", [(r["code"], r["text"]) for r in offered])
        self._choices(
            "codes", [(c, officer_reasons.sentence(c)) for c in officer_reasons.CODES]
        )
        unasked = [] if offered else ["confirmed", "left_out_because"]
        for name in [
            *unasked,
            *([] if against else ["override_code", "override_text"]),
        ]:
            del self.fields[name]

    def grounds(self) -> Grounds:
        """Return what was said; call it on a valid form."""
        said = self.cleaned_data
        return Grounds(
            confirmed=tuple(said.get("confirmed", ())),
            codes=tuple(said["codes"]),
            other=said["other"],
            left_out_because=said.get("left_out_because", ""),
            override_code=said.get("override_code", ""),
            override_text=said.get("override_text", ""),
        )

    def refuse(self, invalid: InvalidGrounds) -> None:
        """Put the broken rules at their fields."""
        for fault in invalid.faults:
            self.add_error(
                fault.field if fault.field in self.fields else None, fault.message
            )

    @classmethod
    def _as_initial(cls, typed: QueryDict) -> dict[str, Any]:
        return {
            name: typed.getlist(name)
            if isinstance(cls.base_fields[name], forms.MultipleChoiceField)
            else typed[name]
            for name in typed
            if name in cls.base_fields
        }

    def _choices(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101 - for mypy
        field.choices = choices
