"""Predictions that were stored without an explanation, explained when somebody looks.

From the snapshot and the version that made them: the numbers are those that they would
have been stored with, to the last bit.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Final
from uuid import UUID

import numpy as np
from django.db import DEFAULT_DB_ALIAS, connection, transaction
from django.db.models import QuerySet
from django.utils import timezone

from ml import encoding, schema
from ml.applicants import Applicants
from ml.explanations import DoesNotAddUp
from predictor.models import Explanation, ModelVersion, Prediction
from predictor.models.bulk import insert
from predictor.services import explaining, recording, registry
from predictor.services.scored import Explained

logger = logging.getLogger(__name__)

_CHUNK: Final = 2_048
_NOT_TWICE: Final = {  # SQLite has one writer, and the question is asked inside
    "sqlite": "",
    "postgresql": "ON CONFLICT (prediction_id) DO NOTHING",
}

OnProgress = Callable[[int, int], None]


def explanation_of(prediction: Prediction) -> Explanation:
    """Return a prediction's explanation, worked out and stored if there is none yet.

    Raises
    ------
    registry.ArtifactError
        Where the files of its version cannot be used, or give another probability.
    """
    stored = Explanation.objects.filter(prediction=prediction)
    if found := stored.first():
        return found
    faults: list[str] = []
    live = registry.version(prediction.model_version_id)
    _explain(live, [prediction.pk], faults)
    if faults:
        raise registry.ArtifactError(*faults)
    return stored.get()


def explanation_or_none(prediction: Prediction) -> Explanation | None:
    """Return it for a page, which shows the rest where a version cannot be used."""
    try:
        return explanation_of(prediction)
    except registry.ArtifactError as error:
        logger.warning("Prediction %s is not explained: %s", prediction.pk, error)
        return None


@dataclass(slots=True)
class Outcome:
    """How many predictions were explained, and why others were not."""

    explained: int = 0
    faults: list[str] = field(default_factory=list)


def explain_missing(*, on_progress: OnProgress = lambda done, total: None) -> Outcome:
    """Explain every stored prediction that is not, but for those that cannot be."""
    missing = Prediction.objects.filter(explanation__isnull=True).order_by("id")
    total, outcome = missing.count(), Outcome()
    newest_first = ModelVersion.objects.order_by("-number")
    for version in newest_first:
        theirs = missing.filter(model_version=version)
        if not theirs.exists():
            continue
        try:
            live = registry.load(version)
        except registry.ArtifactError as error:
            outcome.faults.append(str(error))
            continue
        for keys in _chunks(theirs):
            outcome.explained += _explain(live, keys, outcome.faults)
            on_progress(outcome.explained, total)
    return outcome


def _chunks(predictions: QuerySet[Prediction]) -> Iterator[list[UUID]]:
    keys = predictions.values_list("pk", flat=True)
    chunk = list(keys[:_CHUNK])
    while chunk:
        yield chunk
        chunk = list(keys.filter(pk__gt=chunk[-1])[:_CHUNK])


def _explain(live: registry.LiveVersion, keys: list[UUID], faults: list[str]) -> int:
    """Explain those of the predictions that nobody has explained meanwhile.

    ``faults`` gets a sentence for each that its version does not give.
    """
    with transaction.atomic():
        missing = Prediction.objects.filter(pk__in=keys, explanation__isnull=True)
        predictions = list(missing.order_by("id"))
        explained = _explained(live, predictions, faults)
        part = recording.explanations(
            [str(one.pk) for one in predictions],
            explained,
            live=live,
            at=timezone.now(),
        )
        tail = _NOT_TWICE[connection.vendor]
        return insert(part, using=DEFAULT_DB_ALIAS, tail=tail) if part else 0


def _explained(
    live: registry.LiveVersion, predictions: list[Prediction], faults: list[str]
) -> list[Explained | None]:
    """Explain them; whatever does not add up is taken out of the list."""
    while predictions:
        applicants = _applicants(predictions)
        try:
            return explaining.explain(
                live,
                applicants,
                encoding.encode_columns(applicants.columns),
                np.array([one.probability for one in predictions]),
                rows=range(len(predictions)),
            )
        except DoesNotAddUp as error:
            key = predictions.pop(error.row).pk
            faults.append(
                f"Version {live.number} does not give the probability that is stored "
                f"for prediction {key}. Run: manage.py replay"
            )
    return []


def _applicants(predictions: list[Prediction]) -> Applicants:
    columns = {
        field.name: [one.inputs[field.name] for one in predictions]
        for field in schema.PREDICTORS
    }
    return Applicants(range(len(predictions)), columns)
