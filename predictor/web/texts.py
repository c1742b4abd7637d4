"""Boxes for sentences and for reasons."""

from __future__ import annotations

import unicodedata
from typing import Any, Final

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from predictor.web import wording
from predictor.web.wording import Words

#: So long may an explanation or a note be.
MOST_CHARACTERS: Final = 2_000


class PlainText(forms.CharField):
    """Text in which nothing is invisible, so that what is shown is all that it says."""

    def to_python(self, value: Any) -> str:
        typed = super().to_python(value) or ""
        seen = (c for c in typed if unicodedata.category(c) not in _INVISIBLE)
        return "".join(seen).strip()


_INVISIBLE: Final = ("Cf", "Co", "Cs")


def several(label: Words, help_text: Words) -> forms.MultipleChoiceField:
    """Return boxes to tick, none of them ticked."""
    return forms.MultipleChoiceField(
        label=label,
        help_text=help_text,
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "stacked"}),
        error_messages={
            "invalid_choice": format_lazy("{} {}", label, wording.NO_SUCH_ANSWER)
        },
    )


def paragraph(
    label: Words, help_text: Words = "", *, required: Words = ""
) -> PlainText:
    """Return a box for a few sentences.

    Parameters
    ----------
    required : what to do where it is left blank; where nothing, it may be.
    """
    return PlainText(
        label=label,
        help_text=help_text,
        required=bool(required),
        max_length=MOST_CHARACTERS,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": required, "max_length": _TOO_LONG},
    )


_TOO_LONG: Final = _(
    "Use at most %(limit_value)d characters: there are %(show_value)d."
)
