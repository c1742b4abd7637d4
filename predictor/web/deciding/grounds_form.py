"""The grounds of a decision, as an officer gives them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ml import schema
from predictor.models import Decision, OverrideCode, Prediction, Verdict
from predictor.services import amounts
from predictor.services.deciding import grounds, offers, officer_reasons, words
from predictor.services.deciding.faults import Fault, InvalidGrounds
from predictor.services.deciding.grounds import Grounds
from predictor.web import wording
from predictor.web.deciding import terms
from predictor.web.form import fields
from predictor.web.page_form import PageForm
from predictor.web.texts import PlainText, paragraph, several

_OFFERED: Final = "offered"
_ASKED: Final = "asked"
_OFFER: Final = {"amount": schema.LOAN_AMOUNT, "term": schema.LOAN_AMOUNT_TERM}
_INSTEAD: Final = _("What you offer instead of what was asked for.")


class GroundsForm(PageForm):
    """The questions of one verdict, on one score, in place of a decision or of none.

    Nothing is chosen beforehand: a reason holds because a person says so.

    Parameters
    ----------
    data : what was sent, to be checked.
    typed : what was typed before an interruption, to be shown as it was.
    reverses : the decision in force, where this one is to take its place.
    """

    amount = fields.number(schema.LOAN_AMOUNT, note=_INSTEAD)
    term = fields.number(schema.LOAN_AMOUNT_TERM, note=_INSTEAD)
    terms = forms.ChoiceField(
        label=_("On which terms is it approved?"),
        widget=forms.RadioSelect(attrs={"class": "stacked"}),
        error_messages={
            "required": _("Choose on which terms it is approved."),
            "invalid_choice": wording.NO_SUCH_ANSWER,
        },
    )
    confirmed = several(
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
    codes = several(_("Your own reasons"), _("What the model is not told."))
    other = PlainText(
        label=_("Another reason, in words for the applicant"),
        help_text=_(
            "One sentence that stands in the letter as it is. A letter with more "
            "than four reasons says less than one with four."
        ),
        required=False,
        max_length=words.MOST_REASON,
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
    reversed_because = paragraph(
        _("Why does this decision take the place of the one before?"),
        _("It is kept with the decision and does not stand in the letter."),
    )

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        typed: QueryDict | None = None,
        prediction: Prediction,
        verdict: Verdict,
        reverses: Decision | None = None,
    ) -> None:
        self.prediction, self.verdict, self.reverses = prediction, verdict, reverses
        self.resumed = bool(typed)
        super().__init__(
            data, initial=self._asked() | self._as_initial(typed or QueryDict())
        )
        self._offer_choices()
        for name in set(self.fields) - set(self._questions()):
            del self.fields[name]

    def grounds(self) -> Grounds:
        """Return what was said; call it on a valid form, or on one without fields."""
        said = self.cleaned_data if self.is_bound else {}
        return Grounds(
            confirmed=tuple(said.get("confirmed", ())),
            codes=tuple(said.get("codes", ())),
            other=said.get("other", ""),
            left_out_because=said.get("left_out_because", ""),
            override_code=said.get("override_code", ""),
            override_text=said.get("override_text", ""),
            offer=self._offer(said),
            reversed_because=said.get("reversed_because", ""),
        )

    def refuse(self, invalid: InvalidGrounds) -> None:
        """Put the broken rules at their fields."""
        for fault in invalid.faults:
            name = _NAMES.get(fault.field, fault.field)
            self.add_error(name if name in self.fields else None, _say(fault))

    # What is asked

    def _questions(self) -> Iterator[str]:
        """Yield the names of the fields that this decision has."""
        if self.verdict == Verdict.COUNTER_OFFER:
            yield from _OFFER
        if self._answers_an_offer and self.verdict == Verdict.APPROVE:
            yield "terms"
        if self._confirmable:
            yield from ("confirmed", "left_out_because")
        if self.verdict != Verdict.APPROVE:
            yield from ("codes", "other")
        if grounds.is_against(self.verdict, self.prediction):
            yield from ("override_code", "override_text")
        if self.reverses:
            yield "reversed_because"

    @property
    def _answers_an_offer(self) -> bool:
        before = self.reverses
        return before is not None and before.verdict == Verdict.COUNTER_OFFER

    def _offer_choices(self) -> None:
        self._confirmable = (
            grounds.reasons_of_the_model(self.prediction)
            if self.verdict != Verdict.APPROVE
            else []
        )
        self._choices("confirmed", [(r["code"], r["text"]) for r in self._confirmable])
        own = officer_reasons.CODES
        self._choices("codes", [(c, officer_reasons.sentence(c)) for c in own])
        if self._answers_an_offer:
            self._ask_what_came_of_it()

    def _ask_what_came_of_it(self) -> None:
        assert self.reverses  # noqa: S101 - for mypy
        offered = gettext("As offered: %(terms)s") % {
            "terms": terms.in_words(self.reverses.offer or {})
        }
        asked = gettext("As asked for: %(terms)s") % {
            "terms": terms.in_words(self.prediction.inputs)
        }
        self._choices("terms", [(_OFFERED, offered), (_ASKED, asked)])
        because = self.fields["reversed_because"]
        because.label = _("What came of the counter-offer?")
        because.help_text = _(
            "For example: the applicant accepted it on the phone. It is kept with the "
            "decision and does not stand in the letter."
        )

    def _choices(self, name: str, choices: list[tuple[str, Any]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for mypy
        field.choices = choices

    # What stands in the boxes before, and what was said

    def _asked(self) -> dict[str, Any]:
        """Return what was asked for, for a counter-offer to change."""
        return {
            name: amounts.write(float(value), field)
            for name, field in _OFFER.items()
            if (value := self.prediction.inputs.get(field.name)) is not None
        }

    @classmethod
    def _as_initial(cls, typed: QueryDict) -> dict[str, Any]:
        return {
            name: typed.getlist(name)
            if isinstance(cls.base_fields[name], forms.MultipleChoiceField)
            else typed[name]
            for name in typed
            if name in cls.base_fields
        }

    def _offer(self, said: dict[str, Any]) -> offers.Offer | None:
        if said.get("terms") == _OFFERED and self.reverses:
            return self.reverses.offer
        if self.verdict != Verdict.COUNTER_OFFER:
            return None
        return {field.name: said[name] for name, field in _OFFER.items()}


_NAMES: Final = {field.name: name for name, field in _OFFER.items()}
#: Of the offered amount and term, beside the rules of the data dictionary.
_OWN_RULES: Final = ("same_terms",)


def _say(fault: Fault) -> str:
    field = schema.FIELDS.get(fault.field)
    if field is None or fault.rule in _OWN_RULES:
        return fault.message
    return wording.say(field, fault.rule, otherwise=fault.message)
