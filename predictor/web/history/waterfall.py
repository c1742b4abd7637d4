"""The way from the reference applicant's probability to this one's, step by step."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from ml import schema
from predictor.models import Explanation, Prediction

_WIDTH: Final = 320  # of a bar's drawing, in its own units: 0 to 100 %
_HEIGHT: Final = 16
_TIP: Final = 6.0  # of the arrow that a bar ends in
_SHOWN: Final = 0.0005  # less is 0.0 points
#: Officers see no protected attribute, nor what one of them added.
_NOT_SHOWN: Final = "Attributes that are not shown"
_BOTH_INCOMES: Final = "Income, both together"


@dataclass(frozen=True, slots=True)
class Step:
    """A row of the table, and its bar."""

    label: str
    text: str
    kind: str  # end, up or down
    points: str  # of the bar's outline


@dataclass(frozen=True, slots=True)
class Waterfall:
    """The steps, largest first, and the fields that moved nothing."""

    steps: list[Step]
    unmoved: list[str]
    width: int = _WIDTH
    height: int = _HEIGHT


def waterfall(prediction: Prediction, explanation: Explanation) -> Waterfall:
    """Return what moved a prediction, with its numbers as officers read them."""
    added = _added(explanation.contributions)
    moved = [item for item in added.items() if abs(item[1]) >= _SHOWN]
    moved.sort(key=lambda item: -abs(item[1]))
    start = explanation.reference_probability
    return Waterfall(
        steps=[
            _level("Reference applicant", start),
            *_moves(start, moved),
            _level("This application", prediction.probability),
        ],
        unmoved=[label for label in added if label not in dict(moved)],
    )


def _added(contributions: dict[str, float]) -> dict[str, float]:
    """Return what each field added, by label; protected attributes as one."""
    added: dict[str, float] = {}
    for name, value in contributions.items():
        added[_label(name)] = added.get(_label(name), 0.0) + value
    return added


def _label(name: str) -> str:
    if name in schema.PROTECTED:
        return _NOT_SHOWN
    return _BOTH_INCOMES if name == _INCOME else schema.FIELDS[name].label


_INCOME: Final = schema.APPLICANT_INCOME.name


def _moves(at: float, moved: list[tuple[str, float]]) -> Iterator[Step]:
    for label, value in moved:
        kind, sign = ("up", "+") if value > 0 else ("down", "\N{MINUS SIGN}")
        text = f"{sign}{abs(value) * 100:.1f} points"
        yield Step(label, text, kind, _arrow(at, at + value))
        at += value


def _level(label: str, probability: float) -> Step:
    x = _x(probability)
    points = f"0,2 {x:.1f},2 {x:.1f},{_HEIGHT - 2} 0,{_HEIGHT - 2}"
    return Step(label, f"{probability * 100:.1f} %", "end", points)


def _arrow(start: float, end: float) -> str:
    """Return a bar whose tip shows the way, so that no colour is needed."""
    left, tip = _x(start), _x(end)
    length = min(_TIP, abs(tip - left))
    neck = tip - length if tip > left else tip + length
    top, middle, bottom = 2, _HEIGHT / 2, _HEIGHT - 2
    outline = (
        (left, top),
        (neck, top),
        (tip, middle),
        (neck, bottom),
        (left, bottom),
    )
    return " ".join(f"{x:.1f},{y:g}" for x, y in outline)


def _x(share: float) -> float:
    return share * _WIDTH
