"""Stored predictions once more, through the versions that made them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, Final
from uuid import UUID

import numpy as np

from ml import encoding, schema
from ml.scorer import Scores
from predictor.models import ModelVersion, Prediction
from predictor.services import registry

TOLERANCE: Final = 1e-9
_CHUNK: Final = 4_096

OnProgress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Difference:
    """A prediction that its version does not give any more."""

    prediction: UUID
    model_version: int
    stored: float
    replayed: float
    recommended: str  # what was recommended, and what would be now
    recommends: str


OnDifference = Callable[[Difference], None]


@dataclass(slots=True)
class Replayed:
    """What a replay came to.

    Parameters
    ----------
    unusable : why versions could not be replayed; their predictions are not counted.
    """

    predictions: int = 0
    different: int = 0
    unusable: list[str] = field(default_factory=list)


def replay(
    *,
    on_difference: OnDifference,
    on_progress: OnProgress = lambda done, total: None,
) -> Replayed:
    """Score every snapshot again and compare.

    Probabilities must agree within 1e-9, recommendations and codes exactly.

    Parameters
    ----------
    on_difference : is told each prediction that differs, as soon as it is found.
    """
    result = Replayed()
    total = Prediction.objects.count()
    for version in ModelVersion.objects.order_by("number"):
        stored = Prediction.objects.filter(model_version=version).order_by("id")
        rows = stored.defer("application").iterator(_CHUNK)
        if not stored.exists():
            continue
        try:
            live = registry.load(version)
        except registry.ArtifactError as error:
            result.unusable.append(str(error))
            continue
        while chunk := list(islice(rows, _CHUNK)):
            result.predictions += len(chunk)
            for one in _differences(live, chunk):
                result.different += 1
                on_difference(one)
            on_progress(result.predictions, total)
    return result


def scores_of(live: registry.LiveVersion, stored: list[dict[str, Any]]) -> Scores:
    """Return what a version gives for the stored inputs of predictions."""
    names = [one.name for one in schema.PREDICTORS]
    columns = {name: [inputs[name] for inputs in stored] for name in names}
    return live.scorer.score(encoding.encode_columns(columns))


def _differences(
    live: registry.LiveVersion, stored: list[Prediction]
) -> Iterator[Difference]:
    scores = scores_of(live, [row.inputs for row in stored])
    apart = np.abs(scores.probability - [row.probability for row in stored])
    answers = zip(
        stored,
        scores.probability.tolist(),
        scores.recommendation,
        scores.code,
        apart,
        strict=True,
    )
    for row, probability, recommendation, code, difference in answers:
        same = (recommendation, code) == (row.recommendation, row.code)
        if not (difference <= TOLERANCE and same):
            yield Difference(
                row.id,
                live.number,
                row.probability,
                probability,
                row.recommendation,
                recommendation,
            )
