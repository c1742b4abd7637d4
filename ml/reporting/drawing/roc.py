"""How well the model tells approved from declined, beside Credit_History alone."""

from __future__ import annotations

from sklearn.metrics import RocCurveDisplay

from ml.reporting.drawing.canvas import BASELINE, MODEL, THIRD, Axes
from ml.trained import TrainedModel


def draw(axes: Axes, trained: TrainedModel) -> None:
    """Draw both curves over the rows that each fit had not learned from."""
    answers = {
        "Model": (trained.out_of_fold, MODEL),
        "Credit history alone": (trained.baseline_out_of_fold, BASELINE),
    }
    for name, (probability, line) in answers.items():
        RocCurveDisplay.from_predictions(
            trained.y, probability, name=name, ax=axes, curve_kwargs=line
        )
    axes.plot([0, 1], [0, 1], label="A coin (AUC = 0.50)", **THIRD)
    axes.set(
        xlabel="Share of the declined taken for approved",
        ylabel="Share of the approved found",
    )
    axes.legend(loc="lower right")
