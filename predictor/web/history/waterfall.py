"""The way from the reference applicant's probability to this one's, step by step."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import accumulate
from typing import Final

from django.utils.translation import gettext

from predictor.models import Explanation, Prediction
from predictor.services import explaining

_WIDTH: Final = 320  # of a bar's drawing, in its own units: 0 to 100 %
_HEIGHT: Final = 16
_TIP: Final = 6.0  # of the arrow that a bar ends in
_SHOWN: Final = 0.0005  # less is 0.0 points


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
    added = explaining.shown(explanation.contributions)
    moved = [item for item in added.items() if abs(item[1]) >= _SHOWN]
    moved.sort(key=lambda item: -abs(item[1]))
    start = explanation.reference_probability
    levels = [start, *(start + part for part in accumulate(v for _, v in moved))]
    scale = _Scale(min(0.0, *levels), max(1.0, *levels))
    return Waterfall(
        steps=[
            _level(gettext("Reference applicant"), start, scale),
            *(
                _move(explaining.label(name), value, at, scale)
                for (name, value), at in zip(moved, levels, strict=False)
            ),
            _level(gettext("This application"), prediction.probability, scale),
        ],
        unmoved=[explaining.label(name) for name in added if name not in dict(moved)],
    )


@dataclass(frozen=True, slots=True)
class _Scale:
    """From 0 to 100 %, and further where a step on the way leads beyond."""

    least: float
    most: float

    def __call__(self, share: float) -> float:
        return (share - self.least) / (self.most - self.least) * _WIDTH


def _move(label: str, value: float, at: float, scale: _Scale) -> Step:
    kind, sign = ("up", "+") if value > 0 else ("down", "\N{MINUS SIGN}")
    text = gettext("%(points)s points") % {"points": f"{sign}{abs(value) * 100:.1f}"}
    return Step(label, text, kind, _arrow(scale(at), scale(at + value)))


def _level(label: str, probability: float, scale: _Scale) -> Step:
    left, right, bottom = scale(0.0), scale(probability), _HEIGHT - 2
    corners = ((left, 2), (right, 2), (right, bottom), (left, bottom))
    return Step(label, f"{probability * 100:.1f} %", "end", _outline(corners))


def _outline(corners: Iterable[tuple[float, float]]) -> str:
    return " ".join(f"{x:.1f},{y:g}" for x, y in corners)


def _arrow(left: float, tip: float) -> str:
    """Return a bar whose tip shows the way, so that no colour is needed."""
    length = min(_TIP, abs(tip - left))
    neck = tip - length if tip > left else tip + length
    top, middle, bottom = 2, _HEIGHT / 2, _HEIGHT - 2
    return _outline(
        ((left, top), (neck, top), (tip, middle), (neck, bottom), (left, bottom))
    )
