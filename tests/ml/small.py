"""What makes a training run small enough for a test."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final

from ml.pipeline import Grids

GRIDS: Final[Grids] = {
    "random_forest": {"n_estimators": [10], "max_depth": [None, 6]},
    "logistic": {"classifier__C": [1.0]},
    "boosting": {"max_iter": [20]},
}
NOON: Final = datetime(2026, 1, 1, 12, tzinfo=UTC)
