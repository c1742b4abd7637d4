"""What the desk refuses: statuses, titles, and the rule that is broken."""

from __future__ import annotations

from collections.abc import Sequence
from http import HTTPStatus
from typing import Any, Final

from predictor.models import lifecycle
from predictor.services.deciding import blind, decisions, endings, second
from predictor.services.deciding.faults import InvalidGrounds
from predictor.services.receiving import RowError

#: Kinds of an error before the error itself.
TRANSLATED: Final[dict[type[Exception], tuple[HTTPStatus, str]]] = {
    decisions.NotDecidable: (HTTPStatus.CONFLICT, "It cannot be decided"),
    lifecycle.NotAllowed: (HTTPStatus.CONFLICT, "It cannot be done now"),
    InvalidGrounds: (HTTPStatus.UNPROCESSABLE_ENTITY, "The grounds break rules"),
    blind.Hidden: (HTTPStatus.FORBIDDEN, "A first view comes first"),
    blind.NotHidden: (HTTPStatus.CONFLICT, "The score is shown already"),
    second.NothingToConfirm: (HTTPStatus.CONFLICT, "Nothing waits"),
    second.SamePerson: (HTTPStatus.FORBIDDEN, "Another officer has to do this"),
    second.NoReason: (HTTPStatus.UNPROCESSABLE_ENTITY, "The body breaks rules"),
    endings.NotApproved: (HTTPStatus.CONFLICT, "It has no outcome"),
    endings.NotPossible: (HTTPStatus.UNPROCESSABLE_ENTITY, "It cannot be then"),
}
#: Of those that do not say it themselves: the field and the rule.
_RULES: Final[dict[type[Exception], tuple[str | None, str]]] = {
    lifecycle.NotAllowed: (None, "status"),
    blind.Hidden: (None, "first_view"),
    blind.NotHidden: (None, "shown"),
    second.NothingToConfirm: (None, "nothing_to_confirm"),
    second.SamePerson: (None, "same_person"),
    second.NoReason: ("text", "required"),
}
_BROKEN: Final = "The grounds break rules; errors lists them. Nothing was stored."


def detail_of(error: Exception) -> str:
    """Return what is said of the error as a whole."""
    return _BROKEN if isinstance(error, InvalidGrounds) else str(error)


def errors_of(error: Exception) -> Sequence[RowError]:
    """Return the rules that are broken, of any error that is translated."""
    if isinstance(error, InvalidGrounds):
        return [RowError(0, f.field, f.rule, f.message) for f in error.faults]
    if isinstance(error, decisions.NotDecidable | endings.NotApproved):
        return [RowError(0, None, error.rule, str(error))]
    if isinstance(error, endings.NotPossible):
        return [RowError(0, "outcome_at", error.rule, str(error))]
    if type(error) in _RULES:
        return [RowError(0, *_RULES[type(error)], str(error))]
    carried: Any = getattr(error, "errors", ())
    return list(carried)
