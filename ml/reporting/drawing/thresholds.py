"""What other thresholds would do, with those of the version marked."""

from __future__ import annotations

from typing import Final

import numpy as np

from ml.recommendation import ANSWERS, INCOMPLETE, REFER, rounded
from ml.reporting.drawing.canvas import MARK, MODEL, SECOND, SECOND_MARK, THIRD, Axes
from ml.trained import TrainedModel

_STEPS: Final = np.linspace(0, 1, 101)
_INCOMPLETE: Final = ANSWERS.index((REFER, INCOMPLETE))


def draw(axes: Axes, trained: TrainedModel) -> None:
    """Draw three shares over the probability to approve from."""
    # What lacks a fact is for a person, at any threshold.
    complete = trained.advice != _INCOMPLETE
    probability = np.where(complete, rounded(trained.out_of_fold), -1)
    passed = probability >= _STEPS[:, np.newaxis]
    mistakes = passed[:, trained.y == 0].mean(axis=1)
    left_out = 1 - passed[:, trained.y == 1].mean(axis=1)
    shares = (
        ("Would be approved", passed.mean(axis=1), MODEL),
        ("Of the declined: approved by mistake", mistakes, SECOND),
        ("Of the approved: left out", left_out, THIRD),
    )
    for name, share, line in shares:
        axes.plot(_STEPS, share, label=name, **line)
    low, high = trained.thresholds.decline_below, trained.thresholds.approve_from
    axes.axvline(low, label=f"This version: decline below {low:g}", **SECOND_MARK)
    axes.axvline(high, label=f"This version: approve from {high:g}", **MARK)
    axes.set(xlabel="Approve from this probability", ylabel="Share")
    axes.legend(loc="upper center", bbox_to_anchor=(0.5, -0.15))
