"""A small picture of one number over the months. The tables have the same numbers."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from predictor.services.monitoring import months

_WIDTH: Final = 320  # of the drawing, in its own units
_HEIGHT: Final = 136
_LEFT, _RIGHT, _TOP, _BOTTOM = 46.0, 276.0, 14.0, 108.0
_BETWEEN_WORDS: Final = 12.0
_LEAST_SPAN: Final = 0.01  # of the numbers drawn


@dataclass(frozen=True, slots=True)
class Point:
    """One month: where there is a number, and how sure it is."""

    month: date
    value: float | None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """A level that the eye compares with: where it is drawn, and its number."""

    y: str
    text: str


@dataclass(frozen=True, slots=True)
class Mark:
    """One point on the drawing, with the ends of its interval."""

    x: str
    y: str
    low: str
    high: str
    text: str  # of the newest alone


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawing: marks, lines between neighbours, and rules."""

    title: str
    summary: str
    rules: list[Rule]
    lines: list[str]
    marks: list[Mark]
    first: str
    last: str
    width: int = _WIDTH
    height: int = _HEIGHT
    left: float = _LEFT
    right: float = _RIGHT
    bottom: float = _BOTTOM


def picture(title: str, points: Sequence[Point], rules: Sequence[float]) -> Picture:
    """Return the picture of points over ascending months; months without one are gaps.

    Parameters
    ----------
    rules : levels that are drawn and are always in sight; the lowest may be the ground.
    """
    scale = _Scale(points, rules)
    marks = [scale.mark(i, p) for i, p in enumerate(points) if p.value is not None]
    told = [p for p in points if p.value is not None]
    return Picture(
        title=title,
        summary=_summary(title, told),
        rules=list(_rules(rules, scale)),
        lines=list(_lines(points, scale)),
        marks=[*marks[:-1], scale.newest(marks[-1], told[-1])] if marks else [],
        first=months.name(points[0].month) if points else "",
        last=months.name(points[-1].month) if points else "",
    )


def _rules(levels: Sequence[float], scale: _Scale) -> Iterator[Rule]:
    """Yield the rules; one too near the last written one has a line and no words."""
    written = math.inf
    for level in levels:
        y = float(scale.y(level))
        near = written - y < _BETWEEN_WORDS
        written = written if near else y
        yield Rule(scale.y(level), "" if near else f"{level:g}")


def _summary(title: str, told: Sequence[Point]) -> str:
    if not told:
        return f"{title}: too few in every month."
    last = told[-1]
    return (
        f"{title}: {last.value:.3f} in {months.name(last.month)}; all are in the table."
    )


def _lines(points: Sequence[Point], scale: _Scale) -> list[str]:
    """Return a line for each stretch of months that all have a number."""
    found: list[list[str]] = [[]]
    for place, point in enumerate(points):
        if point.value is None:
            found.append([])
        else:
            found[-1].append(f"{scale.x(place)},{scale.y(point.value)}")
    return [" ".join(line) for line in found if len(line) > 1]


class _Scale:
    """Places on the drawing: months from left to right, numbers from the bottom up."""

    def __init__(self, points: Sequence[Point], rules: Sequence[float]) -> None:
        ends = [v for p in points for v in (p.value, p.low, p.high) if v is not None]
        self._least = min(*ends, *rules, math.inf)
        self._most = max(*ends, *rules, self._least + _LEAST_SPAN)
        self._steps = max(1, len(points) - 1)

    def x(self, place: int) -> str:
        return f"{_LEFT + 8 + place / self._steps * (_RIGHT - _LEFT - 16):.1f}"

    def y(self, value: float) -> str:
        share = (value - self._least) / (self._most - self._least)
        return f"{_BOTTOM - share * (_BOTTOM - _TOP):.1f}"

    def mark(self, place: int, point: Point) -> Mark:
        value = point.value or 0.0
        low = value if point.low is None else point.low
        high = value if point.high is None else point.high
        return Mark(self.x(place), self.y(value), self.y(low), self.y(high), "")

    @staticmethod
    def newest(mark: Mark, point: Point) -> Mark:
        return Mark(mark.x, mark.y, mark.low, mark.high, f"{point.value:.2f}")
