"""The pictures of a report, one module for each kind. The only place of matplotlib."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Final

from ml.reporting import pictures
from ml.reporting.drawing import (
    calibration,
    canvas,
    confusion,
    importance,
    roc,
    thresholds,
)

if TYPE_CHECKING:
    from ml.trained import TrainedModel

_DRAW: Final[Mapping[str, Callable[[canvas.Axes, TrainedModel], None]]] = {
    pictures.ROC: roc.draw,
    pictures.CALIBRATION: calibration.draw,
    pictures.CONFUSION: confusion.draw,
    pictures.IMPORTANCE: importance.draw,
    pictures.THRESHOLDS: thresholds.draw,
}


def draw(trained: TrainedModel, facts: Mapping[str, Any]) -> dict[str, bytes]:
    """Return every picture by its file's name, as SVG; the same model, the same bytes.

    Parameters
    ----------
    facts : as for ``card.sections``; titles and descriptions come from them.
    """
    return {
        pictures.file_name(kind): canvas.svg(
            lambda axes, kind=kind: _DRAW[kind](axes, trained),  # type: ignore[misc]
            title=title,
            description=pictures.alternative(kind, facts),
        )
        for kind, title in pictures.KINDS.items()
    }
