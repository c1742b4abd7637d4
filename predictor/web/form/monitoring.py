"""Sex, marital status and dependents: typed once, and never shown again.

A form that comes back with an error carries the answers in a sealed field, so that
nobody has to ask the applicant twice and no page tells what the first answer was.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from ml import schema
from predictor.models import LoanApplication
from predictor.web.sealed import seal, unseal

#: The form's fields for them.
NAMES: Final = tuple(schema.FIELDS[name].attribute for name in schema.PROTECTED)
#: The field that carries the answers.
SEALED: Final = "monitoring"
#: What no page shows as it was sent.
UNSHOWN: Final = (*NAMES, SEALED)
_PURPOSE: Final = "monitoring"

Answers = dict[str, str]


def of_application(application: LoanApplication | None) -> Answers:
    """Return what is stored, by the names of the form."""
    stored = {name: getattr(application, name, None) for name in NAMES}
    return {name: str(value) for name, value in stored.items() if value is not None}


def of_form(typed: Mapping[str, str]) -> Answers:
    """Return what was answered before, with what has been answered now."""
    before = unseal(typed.get(SEALED, ""), purpose=_PURPOSE)
    return before | {name: typed[name] for name in NAMES if typed.get(name)}


def hidden(answers: Answers) -> dict[str, str]:
    """Return what the page carries instead of the answers."""
    return {SEALED: seal(answers, purpose=_PURPOSE)} if answers else {}
