"""Places in an order, and the pages that begin behind them.

A page is found by the place of the row before it, never by its number: the last one
costs what the first one does, and a row that is moved meanwhile hides no other.
Rows of which the moment is not known stand behind all others, either way round.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.db.models import (
    BooleanField,
    DateTimeField,
    F,
    Field,
    Func,
    QuerySet,
    UUIDField,
    Value,
)

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND: Final = timedelta(microseconds=1)
#: No row lacks it, so none is looked for: SQLite would look at all of them.
_ALWAYS_KNOWN: Final = ("updated_at",)
_WRITTEN: Final = re.compile(r"(?:(-?[0-9]{1,18})_)?([0-9a-f-]{32,36})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Position:
    """Where a row stands: at a moment, and among those of the same by its key."""

    moment: datetime | None
    key: UUID

    def __str__(self) -> str:
        """As it is written in an address."""
        moment = "" if self.moment is None else f"{_microseconds(self.moment)}_"
        return f"{moment}{self.key}"


def read(text: str | None) -> Position | None:
    """Return a position, or None where the address was tampered with."""
    found = _WRITTEN.fullmatch(text or "")
    if not found:
        return None
    microseconds, key = found.groups()
    try:
        moment = microseconds and _EPOCH + int(microseconds) * _MICROSECOND
        return Position(moment or None, UUID(key))
    except (ValueError, OverflowError):
        return None


def _microseconds(moment: datetime) -> int:
    return (moment - _EPOCH) // _MICROSECOND


@dataclass(frozen=True, slots=True)
class Order:
    """By which column, and which way round; without a column, as they came."""

    column: str | None
    descending: bool

    def rank(self, position: Position) -> tuple[bool, int, int]:
        """Return what positions are sorted by."""
        sign = -1 if self.descending else 1
        moment = position.moment and _microseconds(position.moment)
        return moment is None, sign * (moment or 0), sign * position.key.int


class ByIndex:
    """Rows of which there may be millions, walked through in the order of an index."""

    def __init__(self, rows: QuerySet[Any], order: Order) -> None:
        self._rows = rows
        self._order = order

    def walk(
        self, start: Position | None, *, forward: bool, most: int
    ) -> list[Position]:
        """Return so many positions behind the start, or before it and backwards."""
        found: list[Position] = []
        for part in self._parts(start, forward=forward):
            if len(found) < most:
                found += self._read(part[: most - len(found)])
        return found

    def _parts(self, start: Position | None, *, forward: bool) -> list[QuerySet[Any]]:
        """Return what follows, each in the order of an index that both databases have.

        They put NULL at different ends, so that rows without a moment are a part of
        their own.
        """
        down, column = self._order.descending == forward, self._order.column
        sign, beyond = ("-", "lt") if down else ("", "gt")
        by_key = self._rows.order_by(f"{sign}pk")
        if column is None:
            return [by_key.filter(**{f"pk__{beyond}": start.key}) if start else by_key]
        known = self._rows.order_by(f"{sign}{column}", f"{sign}pk")
        known = known.filter(**{f"{column}__isnull": False})
        unknown = by_key.filter(**{f"{column}__isnull": True})
        is_always_known = column in _ALWAYS_KNOWN
        if start and start.moment is None:
            if is_always_known:
                return []
            behind = unknown.filter(**{f"pk__{beyond}": start.key})
            return [behind] if forward else [behind, known]
        behind = known.filter(_beyond(column, start, down=down)) if start else known
        if is_always_known or not forward:
            return [behind]
        return [behind, unknown]

    def _read(self, rows: QuerySet[Any]) -> list[Position]:
        if self._order.column is None:
            return [Position(None, key) for key in rows.values_list("pk", flat=True)]
        moments = rows.values_list(self._order.column, "pk")
        return [Position(moment, key) for moment, key in moments]


class OfFew:
    """Rows that were looked up already, whichever index found them."""

    def __init__(self, positions: list[Position], order: Order) -> None:
        self._positions = sorted(positions, key=order.rank)
        self._rank = order.rank

    def walk(
        self, start: Position | None, *, forward: bool, most: int
    ) -> list[Position]:
        """Return so many positions behind the start, or before it and backwards."""
        if start is None:
            return self._positions[:most]
        here = self._rank(start)
        if forward:
            return [p for p in self._positions if self._rank(p) > here][:most]
        return [p for p in self._positions[::-1] if self._rank(p) < here][:most]


def _beyond(column: str, start: Position, *, down: bool) -> Func:
    """Return the condition that a row stands beyond, as an index can answer it."""
    place = _row(F(column), F("pk"))
    other = _row(Value(start.moment, DateTimeField()), Value(start.key, UUIDField()))
    return Func(
        place,
        other,
        template="%(expressions)s",
        arg_joiner=" < " if down else " > ",
        output_field=BooleanField(),
    )


def _row(*parts: Any) -> Func:
    return Func(*parts, template="(%(expressions)s)", output_field=Field())
