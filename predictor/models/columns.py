"""Columns and constraints from the data dictionary, so that it is written once."""

from __future__ import annotations

from collections.abc import Iterable
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import (
    CharField,
    CheckConstraint,
    FloatField,
    Q,
    SmallIntegerField,
)

from ml import schema

_LONGEST_CHOICE = 16


def category(field: schema.Category, **options: Any) -> CharField[Any, Any]:
    """Return the column of a category; NULL where it is missing."""
    return CharField(
        field.label,
        max_length=_LONGEST_CHOICE,
        choices=[(choice, choice) for choice in field.choices],
        **_presence(**options),
    )


def number(field: schema.Number, **options: Any) -> FloatField[Any, Any]:
    """Return the column of a number: double precision, as the model reads it."""
    return FloatField(field.label, **_presence(**options))


def flag(field: schema.Flag, **options: Any) -> SmallIntegerField[Any, Any]:
    """Return the column of a flag: 0, 1 or NULL."""
    choices = [(1, field.one), (0, field.zero)]
    return SmallIntegerField(field.label, choices=choices, **_presence(**options))


def _presence(**options: Any) -> dict[str, Any]:
    # Required fields too: an application may be kept before all is known.
    return {"null": True, "blank": True, **options}


def present(*fields: schema.Field) -> Q:
    """Return the condition that none of the fields is missing."""
    return Q(**{f"{field.attribute}__isnull": False for field in fields})


def one_of(name: str, values: Iterable[object]) -> Q:
    """Return the condition that a column holds one of the values.

    ``IN`` would say the same. SQLite builds a table of the values for it, anew for each
    row that is checked: with it, an application took twice the time to write.
    """
    return reduce(or_, (Q(**{name: value}) for value in values))


def dictionary_constraints(
    *fields: schema.Category | schema.Number | schema.Flag,
) -> list[CheckConstraint]:
    """Return one check constraint for the domain of each field."""
    return [
        CheckConstraint(name=f"{field.attribute}_in_domain", condition=_domain(field))
        for field in fields
    ]


def _domain(field: schema.Category | schema.Number | schema.Flag) -> Q:
    name = field.attribute
    if isinstance(field, schema.Number):
        least = "gt" if field.above_minimum else "gte"
        domain = Q(**{f"{name}__{least}": field.minimum, f"{name}__lte": field.maximum})
    else:
        choices = field.choices if isinstance(field, schema.Category) else (0, 1)
        domain = one_of(name, choices)
    return domain | Q(**{f"{name}__isnull": True})
