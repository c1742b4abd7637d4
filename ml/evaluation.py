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
from ml.recommendation import predict

Matrix = npt.NDArray[np.float64]
Labels = npt.NDArray[np.int64]

_BINS: Final = 10
_NO_INFORMATION: Final = 0.5  # the AUC of a coin


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
    """The share of yes in a group, with its 95 % interval (Wilson)."""

    group: str
    rows: int
    rate: float
    low: float
    high: float

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
    groups: Sequence[str | None], yes: npt.NDArray[np.bool_]
) -> tuple[GroupRate, ...]:
    """Return the share of yes in every group, in the order of the groups' names."""
    labels = np.array(["missing" if group is None else group for group in groups])
    return tuple(
        _rate(str(group), yes[labels == group]) for group in np.unique(labels).tolist()
    )


def _rate(group: str, yes: npt.NDArray[np.bool_]) -> GroupRate:
    low, high = wilson(int(yes.sum()), len(yes))
    return GroupRate(group, len(yes), float(yes.mean()), low, high)


def _histories(matrix: Matrix) -> npt.NDArray[np.int64]:
    column = matrix[:, schema.COLUMN[schema.CREDIT_HISTORY.name]]
    return np.nan_to_num(column, nan=2).astype(np.int64)
