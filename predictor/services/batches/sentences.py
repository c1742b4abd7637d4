"""What a column takes, and what to do about a row that breaks a rule, in words.

The errors of a file are kept without sentences, so each is read in the reader's own
language. None of them has a value in it.
"""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext as _

from ml import schema
from predictor.services import amounts


def takes(field: schema.Field) -> str:
    """Return what a cell of the column may hold."""
    if isinstance(field, schema.Category):
        return _("One of: %(choices)s.") % {"choices": ", ".join(field.choices)}
    if isinstance(field, schema.Number):
        return _number(field)
    if isinstance(field, schema.Flag):
        return _("1 (%(one)s) or 0 (%(zero)s).") % {
            "one": _(field.one),
            "zero": _(field.zero),
        }
    return _("1 to 32 of the characters A-Z a-z 0-9 . _ -")


def _number(field: schema.Number) -> str:
    names = {
        "unit": _unit(field),
        "least": f"{field.minimum:,.0f}",
        "most": f"{field.maximum:,.0f}",
    }
    if field.above_minimum:
        return _("A number above %(least)s, at most %(most)s, in %(unit)s.") % names
    return _("A number from %(least)s to %(most)s, in %(unit)s.") % names


def _unit(field: schema.Number) -> str:
    unit = amounts.unit(field)
    if field.unit.startswith("thousands"):  # files are in the dictionary's own unit
        return _("thousands of %(unit)s") % {"unit": unit}
    return _(unit)


def what_to_do(field: str | None, rule: str) -> str:
    """Return what to do about a row that breaks a rule."""
    if rule in _ROWS:
        return _ROWS[rule]()
    known = schema.FIELDS.get(field or "")
    if known is None:
        return _("Put this row right.")
    if rule == "required":
        return _("Fill this cell. %(takes)s") % {"takes": takes(known)}
    return _("Put this cell right. %(takes)s") % {"takes": takes(known)}


_ROWS: Final = {
    "cells": lambda: _(
        "Give this row as many cells as the heading has. A comma inside of a value "
        "needs quotation marks around the value."
    ),
    "duplicate": lambda: _(
        "This Loan_ID stands in an earlier row. Give each application its own, or "
        "take one of the rows out."
    ),
    "exists": lambda: _(
        "There is an application with this Loan_ID already, and a file changes none. "
        "Change it on its page, give this row another Loan_ID, or take it out."
    ),
}
