"""One page of an order, of all rows or of those that fit."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final, NamedTuple, Protocol
from uuid import UUID

from predictor.web.paging import positions
from predictor.web.paging.positions import Position

PAGE_SIZE: Final = 25
#: So many rows are looked through for a page of those that fit.
LOOKED_THROUGH: Final = 1_000


class Rows(Protocol):
    """What can be walked through from a position."""

    def walk(
        self, start: Position | None, *, forward: bool, most: int
    ) -> list[Position]: ...


class Sifted(NamedTuple):
    """Which of the rows fit, and how many were left out although they might."""

    fitting: set[UUID]
    left_out: int = 0


#: Takes keys and says which of the rows fit.
Sieve = Callable[[list[UUID]], Sifted]


@dataclass(frozen=True, slots=True)
class Page:
    """The keys of a page in their order, and where its neighbours begin."""

    keys: list[UUID]
    previous: Position | None
    next: Position | None
    looked_through: int
    left_out: int


def page_of(rows: Rows, query: Mapping[str, str], sieve: Sieve | None = None) -> Page:
    """Return the page that ``before`` or ``after`` names, else the first one.

    Parameters
    ----------
    sieve : where only some of the rows are wanted. So many rows from the position on
        are looked through, so that a page may have few rows, or none, and lead on.
    """
    after, before = (positions.read(query.get(name)) for name in ("after", "before"))
    forward = after is not None or before is None
    start = after if forward else before
    most = LOOKED_THROUGH if sieve else PAGE_SIZE
    seen = rows.walk(start, forward=forward, most=most + 1)
    there_is_more, seen = len(seen) > most, seen[:most]
    sifted = _sift(seen, sieve)
    page = [position for position in seen if position.key in sifted.fitting]
    onward = seen[-1] if there_is_more else None
    if len(page) > PAGE_SIZE:
        page = page[:PAGE_SIZE]
        onward = page[-1]
    back = page[0] if page and start else None
    if not forward:
        page, back, onward = page[::-1], onward, back
    keys = [position.key for position in page]
    return Page(keys, back, onward, len(seen), sifted.left_out)


def _sift(seen: list[Position], sieve: Sieve | None) -> Sifted:
    keys = [position.key for position in seen]
    return sieve(keys) if sieve and keys else Sifted(set(keys))
