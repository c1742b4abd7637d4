"""Predictions that were stored without an explanation, explained when somebody looks.

From the snapshot and the version that made them: the numbers are those that they would
have been stored with, to the last bit.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Final
from uuid import UUID

import numpy as np
from django.db import DEFAULT_DB_ALIAS, connection, transaction
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
    _explain(registry.version(prediction.model_version_id), [prediction.pk])
    return stored.get()


def explanation_or_none(prediction: Prediction) -> Explanation | None:
    """Return it for a page, which shows the rest where a version cannot be used."""
    try:
        return explanation_of(prediction)
    except registry.ArtifactError as error:
        logger.warning("Prediction %s is not explained: %s", prediction.pk, error)
        return None


def explain_missing(*, on_progress: OnProgress = lambda done, total: None) -> int:
    """Explain every stored prediction that is not, and return how many were.

    Raises
    ------
    registry.ArtifactError
        Where the files of versions cannot be used, after those of all others were.
    """
    missing = Prediction.objects.filter(explanation__isnull=True).order_by("id")
    total, explained = missing.count(), 0
    faults = []
    newest_first = ModelVersion.objects.order_by("-number")
    for number in newest_first.values_list("number", flat=True):
        keys = missing.filter(model_version_id=number).values_list("pk", flat=True)
        try:
            while chunk := list(keys[:_CHUNK]):
                explained += _explain(registry.version(number), chunk)
                on_progress(explained, total)
        except registry.ArtifactError as error:
            faults.append(str(error))
    if faults:
        raise registry.ArtifactError("\n".join(faults))
    return explained


def _explain(live: registry.LiveVersion, keys: list[UUID]) -> int:
    """Explain those of the predictions that nobody has explained meanwhile."""
    with transaction.atomic():
        missing = Prediction.objects.filter(pk__in=keys, explanation__isnull=True)
        predictions = list(missing.order_by("id"))
        if not predictions:
            return 0
        explained = _explained(live, predictions)
        part = recording.explanations(
            [str(one.pk) for one in predictions],
            explained,
            live=live,
            at=timezone.now(),
        )
        tail = _NOT_TWICE[connection.vendor]
        return insert(part, using=DEFAULT_DB_ALIAS, tail=tail) if part else 0


def _explained(
    live: registry.LiveVersion, predictions: list[Prediction]
) -> list[Explained | None]:
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
        key = predictions[error.row].pk
        raise registry.ArtifactError(
            f"Version {live.number} does not give the probability that is stored for "
            f"prediction {key}. Run: manage.py replay"
        ) from error


def _applicants(predictions: list[Prediction]) -> Applicants:
    columns = {
        field.name: [one.inputs[field.name] for one in predictions]
        for field in schema.PREDICTORS
    }
    return Applicants(range(len(predictions)), columns)
