"""Stored values as officers read them. Protected attributes never are among them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ml import schema
from predictor.services import amounts, dictionary
from predictor.web import wording

NOT_KNOWN: Final = _("Not known")


@dataclass(frozen=True, slots=True)
class Fact:
    """A term and what it is, for a description list."""

    label: str
    text: str


def submitted(inputs: Mapping[str, schema.Value]) -> list[Fact]:
    """Return what was submitted, with money in full and units."""
    shown = (field for field in schema.PREDICTORS if not field.protected)
    return [
        Fact(dictionary.label(field), _text(field, inputs.get(field.name)))
        for field in shown
    ]


def missing(inputs: Mapping[str, schema.Value]) -> list[str]:
    """Return what a score or a decision needs and nobody told."""
    return wording.labels([name for name in _NEEDED if inputs.get(name) is None])


_NEEDED: Final = tuple(
    field.name
    for field in schema.PREDICTORS
    if field.required or field.name in schema.NEEDED_TO_DECIDE
)


def _text(field: schema.Field, value: schema.Value) -> str:
    if value is None:
        return str(NOT_KNOWN)
    if isinstance(field, schema.Number):
        return f"{amounts.write(float(value), field)} {amounts.unit(field)}"
    if isinstance(field, schema.Flag):
        return dictionary.flag(field, on=value == 1)
    return gettext(str(value))
