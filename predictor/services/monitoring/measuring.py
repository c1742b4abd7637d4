"""How good probabilities were, where it can be known."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import numpy as np

#: Fewer say nothing: the counts stand alone then.
LEAST_ROWS: Final = 30


def measured(y: Sequence[int], probability: Sequence[float]) -> dict[str, Any]:
    """Return what n probabilities of a 1 were worth, as JSON values.

    Below ``LEAST_ROWS``, or where only one class is there, ``metrics`` is None.
    """
    counts = {"rows": len(y), "positives": sum(y)}
    found: dict[str, Any] = {**counts, "metrics": None, "calibration": []}
    if len(y) < LEAST_ROWS or len(set(y)) == 1:
        return found
    # It needs scikit-learn, which no web process loads; none of them counts.
    from ml import evaluation

    labels, scores = np.array(y, dtype=np.int64), np.array(probability)
    bins = evaluation.calibration(labels, scores)
    return found | {
        "metrics": evaluation.measure(labels, scores).as_dict(),
        "calibration": [each.as_dict() for each in bins],
    }
