"""What people decided beside the model's own answers at even odds."""

from __future__ import annotations

from typing import Final

from sklearn.metrics import ConfusionMatrixDisplay

from ml.recommendation import predict, rounded
from ml.reporting.drawing.canvas import Axes
from ml.trained import TrainedModel

_EDGES: Final = (-0.5, 0.5, 1.5)
_SHADES: Final = "Greys"


def draw(axes: Axes, trained: TrainedModel) -> None:
    """Draw the counts of all four cases."""
    display = ConfusionMatrixDisplay.from_predictions(
        trained.y,
        predict(rounded(trained.out_of_fold)),
        labels=[0, 1],
        display_labels=["Declined", "Approved"],
        values_format=",d",
        cmap=_SHADES,
        colorbar=False,
        ax=axes,
    )
    # The display's image would be a bitmap in the SVG: the cells again, as shapes.
    display.im_.remove()
    axes.pcolormesh(_EDGES, _EDGES, display.confusion_matrix, cmap=_SHADES, zorder=0)
    axes.spines[:].set_visible(True)
    axes.set(xlabel="The model's answer at 0.5", ylabel="What people decided")
