"""Questions about values that look like a slip of the pen."""

from __future__ import annotations

import math
from typing import Final

from django import forms
from django.utils.translation import gettext, gettext_noop

from ml import schema
from predictor.services import amounts
from predictor.services.scoring import Slip

_KEEP: Final = "keep"
_USE: Final = "use"
_NUMBERS: Final = tuple(f for f in schema.PREDICTORS if isinstance(f, schema.Number))
_BY_NAME: Final = {field.name: field for field in _NUMBERS}
#: Code of a slip → the question, with what was typed and what was perhaps meant.
_ASKED: Final = {
    "amount_small": gettext_noop("You entered {typed}. Did you mean {meant}?"),
    "term_short": gettext_noop("You entered {typed}. Is that in months, or in years?"),
    "income_high": gettext_noop(
        "You entered {typed}. Is that for a month, or for a year?"
    ),
    "beyond_training": gettext_noop(
        "You entered {typed}, beyond every application that the model learned from. "
        "Is that right?"
    ),
}
_OTHERWISE: Final = {
    "amount_small": "{meant} {unit}",
    "term_short": gettext_noop("{typed} years, which is {meant} {unit}"),
    "income_high": gettext_noop("{typed} a year, which is {meant} {unit}"),
}


class QuestionField(forms.ChoiceField):
    """Radios for the answers, none of them chosen."""

    is_question = True

    def __init__(self, slip: Slip, value: float) -> None:
        super().__init__(
            label=_sentence(_ASKED, slip, value),
            choices=_answers(slip, value),
            widget=forms.RadioSelect,
            required=False,
        )


def name_for(field: str) -> str:
    """Return the form's name for the question about a field of the form."""
    return f"check_{field}"


def settle(typed: dict[str, str]) -> dict[str, schema.Value]:
    """Take the answers out of what was typed.

    Where something else was meant, it takes the place of what was typed; an answer
    about a value that was changed since does nothing.

    Returns
    -------
    The values that were confirmed, by wire name.
    """
    confirmed: dict[str, schema.Value] = {}
    for field in _NUMBERS:
        verb, asked, meant = _read(typed.pop(name_for(field.attribute), ""))
        if _typed(typed, field) != asked:
            continue  # it was about another value
        if verb == _KEEP:
            confirmed[field.name] = asked
        elif verb == _USE:
            typed[field.attribute] = amounts.write(meant, field)
    return confirmed


def hidden(confirmed: dict[str, schema.Value]) -> dict[str, str]:
    """Return what the page carries of the answers, so that nothing is asked twice."""
    return {
        name_for(_BY_NAME[name].attribute): f"{_KEEP}:{value!r}:{value!r}"
        for name, value in confirmed.items()
    }


def _typed(typed: dict[str, str], field: schema.Number) -> float | str | None:
    return amounts.read(typed.get(field.attribute, ""), field)


def _read(answer: str) -> tuple[str, float, float]:
    """Return an answer's verb and numbers; no verb where it is none of ours."""
    verb, *numbers = answer.split(":")
    try:
        asked, meant = map(float, numbers)
    except ValueError:
        return "", math.nan, math.nan
    return (verb if math.isfinite(meant) else ""), asked, meant


def _answers(slip: Slip, value: float) -> list[tuple[str, str]]:
    keep = (f"{_KEEP}:{value!r}:{value!r}", _sentence(_RIGHT, slip, value))
    if slip.meant is None:
        return [keep, ("", gettext("No: I correct it above"))]
    use = f"{_USE}:{value!r}:{slip.meant!r}"
    return [(use, _sentence(_OTHERWISE, slip, value)), keep]


_RIGHT: Final = dict.fromkeys(_OTHERWISE, gettext_noop("{typed} {unit} is right")) | {
    "beyond_training": gettext_noop("Yes: {typed} {unit} is right")
}


def _sentence(sentences: dict[str, str], slip: Slip, value: float) -> str:
    field = _BY_NAME[slip.field]
    meant = value if slip.meant is None else slip.meant
    return gettext(sentences[slip.code]).format(
        typed=amounts.write(value, field),
        meant=amounts.write(meant, field),
        unit=amounts.unit(field),
    )
