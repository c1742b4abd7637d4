"""How good the probabilities are: beside one fact alone, in bins, and by group."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt
from sklearn import metrics

from ml import schema
from ml.intervals import wilson
from ml.recommendation import ANSWERS, APPROVE, DECLINE, REFER, predict

Matrix = npt.NDArray[np.float64]
Labels = npt.NDArray[np.int64]

_BINS: Final = 10
_NO_INFORMATION: Final = 0.5  # the AUC of a coin
_ENOUGH: Final = 30  # rows; fewer say nothing of a group's AUC or log loss


@dataclass(frozen=True, slots=True)
class Metrics:
    """What one set of probabilities is worth. ``accuracy`` is that at 0.5."""

    rows: int
    auc: float
    log_loss: float
    brier: float
    accuracy: float

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Bin:
    """Rows whose probability is in [lower, upper): predicted and approved in fact."""

    lower: float
    upper: float
    rows: int
    predicted: float
    approved: float

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True, slots=True)
class GroupRate:
    """The share of yes in a group, with its 95 % interval (Wilson).

    Parameters
    ----------
    approved : rows of the group that people approved.
    auc, log_loss : None where the group has fewer than 30 rows, or one class alone.
    """

    group: str
    rows: int
    rate: float
    low: float
    high: float
    approved: int
    auc: float | None
    log_loss: float | None

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Suggested:
    """How people had decided the rows that one suggestion is made for.

    Parameters
    ----------
    share : of all rows.
    approved_share, declined_share : of these rows; None where there are none.
    """

    suggestion: str
    rows: int
    share: float
    approved: int
    approved_share: float | None
    declined: int
    declined_share: float | None

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


def measure(y: Labels, probability: Matrix) -> Metrics:
    """Return the metrics of n probabilities of Y. One class alone has an AUC of 0.5."""
    both = 0 < y.sum() < len(y)
    return Metrics(
        rows=len(y),
        auc=float(metrics.roc_auc_score(y, probability)) if both else _NO_INFORMATION,
        log_loss=float(metrics.log_loss(y, probability, labels=[0, 1])),
        brier=float(np.mean((probability - y) ** 2)),
        accuracy=float(np.mean(predict(probability) == y)),
    )


def mean(folds: Sequence[Metrics]) -> Metrics:
    """Return the mean of the folds' metrics; ``rows`` is their sum."""
    return Metrics(
        rows=sum(fold.rows for fold in folds),
        auc=float(np.mean([fold.auc for fold in folds])),
        log_loss=float(np.mean([fold.log_loss for fold in folds])),
        brier=float(np.mean([fold.brier for fold in folds])),
        accuracy=float(np.mean([fold.accuracy for fold in folds])),
    )


def confusion(y: Labels, probability: Matrix) -> list[list[int]]:
    """Return the counts [[N as N, N as Y], [Y as N, Y as Y]] of answers at 0.5."""
    counts = metrics.confusion_matrix(y, predict(probability), labels=[0, 1])
    return [[int(count) for count in row] for row in counts]


def calibration(y: Labels, probability: Matrix, bins: int = _BINS) -> tuple[Bin, ...]:
    """Return the bins of equal width that hold rows, ascending."""
    edges = np.linspace(0, 1, bins + 1)
    places = np.clip(np.digitize(probability, edges) - 1, 0, bins - 1)
    return tuple(
        Bin(
            lower=float(edges[place]),
            upper=float(edges[place + 1]),
            rows=int(inside.sum()),
            predicted=float(probability[inside].mean()),
            approved=float(y[inside].mean()),
        )
        for place in range(bins)
        if (inside := places == place).any()
    )


def baseline(train: Matrix, y: Labels, matrix: Matrix) -> Matrix:
    """Return the probabilities that Credit_History alone gives.

    Parameters
    ----------
    train, y : encoded matrix (m, 11) and labels to learn three shares of Y from: for a
        history of 0, of 1, and for none. Each begins with one Y and one N, so that no
        share is 0 or 1.
    matrix : encoded matrix (n, 11) to answer for.
    """
    known, asked = _histories(train), _histories(matrix)
    shares = [(y[known == k].sum() + 1) / ((known == k).sum() + 2) for k in range(3)]
    return np.array(shares)[asked]


def rates_by_group(
    groups: Sequence[str | None],
    yes: npt.NDArray[np.bool_],
    y: Labels,
    probability: Matrix,
) -> tuple[GroupRate, ...]:
    """Return the share of yes in every group, in the order of the groups' names.

    Parameters
    ----------
    groups, yes, y, probability : of the same n rows: whose they are, what is suggested,
        what people decided, and the probability of Y.
    """
    labels = np.array(["missing" if group is None else group for group in groups])
    return tuple(
        _rate(str(group), yes[inside], y[inside], probability[inside])
        for group in np.unique(labels).tolist()
        if (inside := labels == group).any()
    )


def by_suggestion(answer: npt.NDArray[np.int64], y: Labels) -> tuple[Suggested, ...]:
    """Return how people had decided what is suggested to approve, refer and decline.

    Parameters
    ----------
    answer : (n,) places in ``ANSWERS``, as ``recommend`` returns them.
    """
    words = np.array([word for word, _ in ANSWERS])[answer]
    decided = ((word, y[words == word]) for word in (APPROVE, REFER, DECLINE))
    return tuple(_suggested(word, those, len(y)) for word, those in decided)


def _suggested(word: str, decided: Labels, of: int) -> Suggested:
    rows, approved = len(decided), int(decided.sum())
    return Suggested(
        suggestion=word,
        rows=rows,
        share=rows / of,
        approved=approved,
        approved_share=approved / rows if rows else None,
        declined=rows - approved,
        declined_share=(rows - approved) / rows if rows else None,
    )


def _rate(
    group: str, yes: npt.NDArray[np.bool_], y: Labels, probability: Matrix
) -> GroupRate:
    rows, approved = len(yes), int(y.sum())
    low, high = wilson(int(yes.sum()), rows)
    measured = (
        measure(y, probability) if rows >= _ENOUGH and 0 < approved < rows else None
    )
    return GroupRate(
        group=group,
        rows=rows,
        rate=float(yes.mean()),
        low=low,
        high=high,
        approved=approved,
        auc=measured.auc if measured else None,
        log_loss=measured.log_loss if measured else None,
    )


def _histories(matrix: Matrix) -> npt.NDArray[np.int64]:
    column = matrix[:, schema.COLUMN[schema.CREDIT_HISTORY.name]]
    return np.nan_to_num(column, nan=2).astype(np.int64)
