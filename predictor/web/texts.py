"""Boxes for sentences and for reasons."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from predictor.services.deciding import words
from predictor.web import wording
from predictor.web.wording import Words


class PlainText(forms.CharField):
    """Text in which nothing is invisible, so that what is shown is all that it says."""

    def to_python(self, value: Any) -> str:
        return words.plain(super().to_python(value) or "")


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
        max_length=words.MOST_TEXT,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": required, "max_length": _TOO_LONG},
    )


_TOO_LONG: Final = _(
    "Use at most %(limit_value)d characters: there are %(show_value)d."
)
