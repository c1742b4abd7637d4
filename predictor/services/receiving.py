"""What a request carries → validated applicants, or the rules that they break."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, NoReturn

from ml.applicants import Applicants
from ml.parsing import parse
from ml.validation import RowError, check_rows

__all__ = [
    "MAX_ROWS",
    "NotJSON",
    "Received",
    "RowError",
    "ScoringError",
    "TooManyRows",
    "decode",
    "receive",
]

MAX_ROWS: Final = 10_000


class ScoringError(Exception):
    """A request for scores was refused whole."""


class NotJSON(ScoringError):
    """The text is not JSON, or repeats a field, or holds a NaN."""

    def __init__(self) -> None:
        super().__init__("The body is not valid JSON.")


class TooManyRows(ScoringError):
    """More rows than one request may carry."""

    def __init__(self) -> None:
        super().__init__(
            f"One request carries at most {MAX_ROWS:,} rows. "
            "Send several, or score a file with manage.py score."
        )


@dataclass(frozen=True, slots=True)
class Received:
    """The valid applicants of a request, and what is wrong with its other rows."""

    applicants: Applicants
    errors: list[RowError]  # in the order of the rows


def receive(rows: Sequence[object] | bytes) -> Received:
    """Return what the rows, or the JSON text of them, come to.

    Text that is valid throughout is read in one pass; any other by the path that can
    say what is wrong. Both know the same rules and return the same values.

    Raises
    ------
    NotJSON, TooManyRows
    """
    if isinstance(rows, bytes):
        if (applicants := parse(rows)) is not None:
            _limit(len(applicants))
            return Received(applicants, [])
        rows = _rows_of(decode(rows))
    _limit(len(rows))
    checked = check_rows(rows)
    applicants = Applicants.of(checked.rows, checked.applicants)
    return Received(applicants, checked.errors)


def _limit(rows: int) -> None:
    if rows > MAX_ROWS:
        raise TooManyRows


def decode(text: str | bytes) -> object:
    """Return the value of strict JSON: no NaN, no field twice in one object.

    Raises
    ------
    NotJSON
    """
    try:
        return json.loads(
            text, parse_constant=_refuse_constant, object_pairs_hook=_unique
        )
    except (ValueError, RecursionError):
        raise NotJSON from None


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(name)


def _unique(pairs: list[tuple[str, object]]) -> dict[str, object]:
    value = dict(pairs)
    if len(value) != len(pairs):
        raise ValueError("a field twice")
    return value


def _rows_of(value: object) -> list[object]:
    """Return the rows: of an array, of one object, or of a JSON string of either."""
    if isinstance(value, str):
        value = decode(value)
    return value if isinstance(value, list) else [value]
