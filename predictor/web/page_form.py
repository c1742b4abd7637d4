"""What every form of the officers' pages has in common."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.html import strip_tags


@dataclass(frozen=True, slots=True)
class Problem:
    """One line of the error summary."""

    target: str
    message: str


class PageForm(forms.Form):
    """A form whose errors can be listed in a summary, each with a link."""

    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)

    def questions(self) -> list[Problem]:
        """Return what is to be looked at although it breaks no rule."""
        return []

    def problems(self) -> Iterator[Problem]:
        """Yield the errors in the order of the fields, each with what it links to."""
        first = next((target_of(bound) for bound in self), "main")
        for message in self.non_field_errors():
            yield Problem(first, strip_tags(str(message)))
        for bound in self:
            for message in bound.errors:
                yield Problem(target_of(bound), strip_tags(str(message)))


def target_of(bound: BoundField) -> str:
    """Return the id of the box, or of the first radio."""
    return bound.id_for_label or f"{bound.auto_id}_0"
