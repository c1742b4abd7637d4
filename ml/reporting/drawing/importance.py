"""How much worse the model gets where one field is shuffled."""

from __future__ import annotations

import numpy as np

from ml.reporting.content import label
from ml.reporting.drawing.canvas import MARK, Axes
from ml.trained import TrainedModel


def draw(axes: Axes, trained: TrainedModel) -> None:
    """Draw a box of the ten repeats for each field, the most important one on top."""
    rises = trained.importance
    order = sorted(rises, key=lambda name: float(np.mean(rises[name])))
    axes.boxplot(
        [rises[name] for name in order],
        orientation="horizontal",
        tick_labels=[label(name) for name in order],
        whis=(0, 100),
        medianprops={"color": "black", "linewidth": 2},
    )
    axes.axvline(0, **MARK)
    axes.set_xlabel("Rise of the log loss, ten shuffles of each field")
