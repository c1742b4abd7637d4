"""How two models compare on the same labelled rows, each measure with an interval.

Intervals are percentiles of the differences in samples of the rows that are drawn with
replacement (Efron 1979). Whoever compares sees to it that neither model answers for a
row that it has learned from.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from ml import rows, schema
from ml.recommendation import Thresholds, approved, recommend, rounded

Matrix = npt.NDArray[np.float64]
Labels = npt.NDArray[np.int64]
Weights = npt.NDArray[np.int64]

RESAMPLES: Final = 1_000
#: Fewer rows than that, or of one class, tell nothing apart.
LEAST_ROWS: Final = 30
LEAST_OF_A_CLASS: Final = 5
_INTERVAL: Final = (2.5, 97.5)  # percentiles: 95 %
_BINS: Final = 10
#: What is better where it is less. The others are better where they are more.
_LOSSES: Final = ("log_loss", "brier", "calibration_error")
_MEASURES: Final = (*_LOSSES, "auc")


@dataclass(frozen=True, slots=True)
class Difference:
    """What somebody gains over a rival, and its 95 % bootstrap interval."""

    value: float
    low: float
    high: float

    @property
    def is_gain(self) -> bool:
        """Whether the whole interval lies above zero."""
        return self.low > 0

    @property
    def is_loss(self) -> bool:
        """Whether the whole interval lies below zero."""
        return self.high < 0


@dataclass(frozen=True, slots=True)
class Answers:
    """Probabilities of Y for n rows, and the thresholds that make them suggestions."""

    probability: Matrix
    thresholds: Thresholds


@dataclass(frozen=True, slots=True)
class Comparison:
    """A candidate beside a rival.

    Parameters
    ----------
    against : what the rival is called.
    mine, theirs : log loss, Brier, calibration error (mean distance of share and
        probability in ten bins) and AUC.
    gains : by the same names; above zero where the candidate is better.
    ratios : for each protected attribute and group, its approval rate divided by that
        of the largest group: "mine", "theirs", and their "difference".
    """

    against: str
    rows: int
    mine: dict[str, float]
    theirs: dict[str, float]
    gains: dict[str, Difference]
    ratios: dict[str, dict[str, dict[str, Any]]]

    @property
    def gain(self) -> Difference:
        """The one that decides: of the log loss."""
        return self.gains["log_loss"]

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


def is_enough(y: Labels) -> bool:
    """Whether that many labels can tell two versions apart."""
    least_class = min(int(y.sum()), len(y) - int(y.sum()))
    return len(y) >= LEAST_ROWS and least_class >= LEAST_OF_A_CLASS


def compare(
    against: str,
    matrix: Matrix,
    y: Labels,
    mine: Answers,
    theirs: Answers,
    *,
    seed: int,
) -> Comparison:
    """Compare two sets of answers for the encoded rows (n, 11) with labels (n,)."""
    groups = _groups(matrix)
    sides = [_Side(matrix, y, answers, groups) for answers in (mine, theirs)]
    whole = [side.figures(np.ones(len(y), dtype=np.int64)) for side in sides]
    drawn: list[list[dict[str, float]]] = [[], []]
    draw = np.random.default_rng(seed)
    for _ in range(RESAMPLES):
        places = draw.integers(len(y), size=len(y))
        weights = np.bincount(places, minlength=len(y))
        for side, kept in zip(sides, drawn, strict=True):
            kept.append(side.figures(weights))
    differences = {
        name: _difference(name, whole, drawn)
        for name, value in whole[0].items()
        if np.isfinite([value, whole[1][name]]).all()
    }
    return Comparison(
        against=against,
        rows=len(y),
        mine={name: whole[0][name] for name in _MEASURES},
        theirs={name: whole[1][name] for name in _MEASURES},
        gains={name: differences[name] for name in _MEASURES},
        ratios=_ratios(groups, whole, differences),
    )


@dataclass(frozen=True, slots=True)
class _Group:
    """Some of the rows, and those of the largest group of the same attribute."""

    attribute: str
    name: str
    inside: npt.NDArray[np.bool_]
    largest: npt.NDArray[np.bool_]

    @property
    def key(self) -> str:
        return f"{self.attribute}: {self.name}"


def _groups(matrix: Matrix) -> list[_Group]:
    """Return the groups that are large enough, but for each attribute's largest."""
    found = []
    for attribute in schema.PROTECTED:
        words = np.array([w or "missing" for w in rows.words(matrix, attribute)])
        names, counts = np.unique(words, return_counts=True)
        largest = names[counts.argmax()]
        found += [
            _Group(attribute, str(name), words == name, words == largest)
            for name, count in zip(names, counts, strict=True)
            if count >= LEAST_ROWS and name != largest
        ]
    return found


class _Side:
    """One set of answers: what does not change from sample to sample."""

    def __init__(
        self, matrix: Matrix, y: Labels, answers: Answers, groups: list[_Group]
    ) -> None:
        probability = rounded(answers.probability)
        sure = np.clip(probability, _EPSILON, 1 - _EPSILON)
        self._y = y
        self._log_loss = -np.where(y == 1, np.log(sure), np.log1p(-sure))
        self._brier = (probability - y) ** 2
        self._apart = probability - y
        self._bin = np.minimum((probability * _BINS).astype(np.int64), _BINS - 1)
        _, self._rank = np.unique(probability, return_inverse=True)
        self._yes = approved(recommend(matrix, probability, answers.thresholds))
        self._group_rows = groups

    def figures(self, weights: Weights) -> dict[str, float]:
        """Return the measures of the rows, each counted as often as it was drawn."""
        total = weights.sum()
        ratios = {g.key: self._ratio(g, weights) for g in self._group_rows}
        return {
            "log_loss": float(weights @ self._log_loss / total),
            "brier": float(weights @ self._brier / total),
            "calibration_error": self._calibration_error(weights) / float(total),
            "auc": self._auc(weights),
            **ratios,
        }

    def _calibration_error(self, weights: Weights) -> float:
        apart = np.bincount(self._bin, weights * self._apart, minlength=_BINS)
        return float(np.abs(apart).sum())

    def _auc(self, weights: Weights) -> float:
        """Return how often a Y has more than an N; equals count half."""
        yes = np.bincount(self._rank, weights * self._y)
        no = np.bincount(self._rank, weights * (1 - self._y))
        pairs = yes.sum() * no.sum()
        if not pairs:
            return _NO_INFORMATION
        below = np.cumsum(no) - no
        return float((yes * (below + no / 2)).sum() / pairs)

    def _ratio(self, group: _Group, weights: Weights) -> float:
        rate, largest = (
            self._rate(weights * inside) for inside in (group.inside, group.largest)
        )
        return rate / largest if largest else float("nan")

    def _rate(self, weights: Weights) -> float:
        total = weights.sum()
        return float(weights @ self._yes / total) if total else float("nan")


_EPSILON: Final = float(np.finfo(np.float64).eps)
_NO_INFORMATION: Final = 0.5  # the AUC of a coin


def _difference(
    name: str,
    whole: list[dict[str, float]],
    drawn: list[list[dict[str, float]]],
) -> Difference:
    sign = -1 if name in _LOSSES else 1
    value = sign * (whole[0][name] - whole[1][name])
    each = [mine[name] - theirs[name] for mine, theirs in zip(*drawn, strict=True)]
    told = sign * np.array([one for one in each if np.isfinite(one)])
    low, high = np.percentile(told, _INTERVAL)
    return Difference(float(value), float(low), float(high))


def _ratios(
    groups: list[_Group],
    whole: list[dict[str, float]],
    differences: Mapping[str, Difference],
) -> dict[str, dict[str, dict[str, Any]]]:
    found: dict[str, dict[str, dict[str, Any]]] = {}
    for group in groups:
        if group.key not in differences:  # nobody of the largest group was approved
            continue
        mine, theirs = (figures[group.key] for figures in whole)
        found.setdefault(group.attribute, {})[group.name] = {
            "rows": int(group.inside.sum()),
            "mine": mine,
            "theirs": theirs,
            "difference": asdict(differences[group.key]),
        }
    return found
