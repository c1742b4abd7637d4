"""Decisions by the day, as bars: where each piece of each bar is drawn."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from predictor.models import Verdict
from predictor.services.desk.overview import Day

_STEP: Final = 40  # from one day to the next, in the drawing's own units
_BAR: Final = 26
_HEIGHT: Final = 120  # of the highest bar
_ABOVE: Final = 20  # for the number on it
_BELOW: Final = 22  # for the days


@dataclass(frozen=True, slots=True)
class Piece:
    """A rectangle: the decisions of one verdict."""

    kind: str
    y: str
    height: str


@dataclass(frozen=True, slots=True)
class Bar:
    """A day."""

    on: date
    total: int
    x: int
    middle: int
    top: str  # where the number stands
    pieces: list[Piece]


@dataclass(frozen=True, slots=True)
class Chart:
    """The bars, and the size of the drawing."""

    bars: list[Bar]
    width: int
    ground: int
    height: int = _ABOVE + _HEIGHT + _BELOW
    bar: int = _BAR


def chart_of(days: list[Day]) -> Chart:
    """Return the drawing of some days, the oldest first."""
    unit = _HEIGHT / max(1, *(day.total for day in days))
    bars = [_bar(place, day, unit) for place, day in enumerate(days)]
    return Chart(bars, width=len(days) * _STEP, ground=_ABOVE + _HEIGHT)


def _bar(place: int, day: Day, unit: float) -> Bar:
    x = place * _STEP + (_STEP - _BAR) // 2
    return Bar(
        on=day.on,
        total=day.total,
        x=x,
        middle=x + _BAR // 2,
        top=f"{_ABOVE + _HEIGHT - day.total * unit - 5:.1f}",
        pieces=list(_pieces(day, unit)),
    )


def _pieces(day: Day, unit: float) -> Iterator[Piece]:
    """Yield the pieces from below; nothing is drawn of nothing."""
    below = float(_ABOVE + _HEIGHT)
    for verdict in Verdict:
        height = day.decided[verdict] * unit
        below -= height
        if height:
            yield Piece(verdict.value, f"{below:.1f}", f"{height:.1f}")
