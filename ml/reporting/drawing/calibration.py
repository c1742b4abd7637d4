"""Whether the probabilities come true."""

from __future__ import annotations

from typing import Final

from sklearn.calibration import CalibrationDisplay

from ml.reporting.drawing.canvas import MODEL, THIRD, Axes
from ml.trained import TrainedModel

_BINS: Final = 10  # of equally many rows: a bin of three rows would say nothing


def draw(axes: Axes, trained: TrainedModel) -> None:
    """Draw the share approved over the mean probability of each tenth of the rows."""
    CalibrationDisplay.from_predictions(
        trained.y,
        trained.out_of_fold,
        n_bins=_BINS,
        strategy="quantile",
        ref_line=False,
        name="Model, by tenths of the rows",
        ax=axes,
        marker="o",
        **MODEL,
    )
    axes.plot([0, 1], [0, 1], label="Both agree", **THIRD)
    axes.set(
        xlabel="Mean probability that the model gives",
        ylabel="Share approved in fact",
        xlim=(0, 1),
        ylim=(0, 1.02),
    )
    axes.legend(loc="upper left")
