"""Boxes in which an officer gives reasons."""

from __future__ import annotations

import unicodedata
from typing import Any, Final

from django import forms
from django.utils.text import format_lazy

from predictor.web import wording
from predictor.web.wording import Words

_MOST_TEXT: Final = 2_000  # of an explanation


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


class PlainText(forms.CharField):
    """Text in which nothing is invisible, so that what is shown is all that it says."""

    def to_python(self, value: Any) -> str:
        typed = super().to_python(value) or ""
        seen = (c for c in typed if unicodedata.category(c) not in _INVISIBLE)
        return "".join(seen).strip()


_INVISIBLE: Final = ("Cf", "Co", "Cs")


def paragraph(label: Words, help_text: Words = "") -> PlainText:
    """Return a box for some sentences; blank is none."""
    return PlainText(
        label=label,
        help_text=help_text,
        required=False,
        max_length=_MOST_TEXT,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
