"""What would change a recommendation: a fact about the version that made it."""

from __future__ import annotations

from django.conf import settings

from ml import encoding, schema
from ml.recommendation import APPROVE
from ml.turning import Turns, turns
from predictor.models import Prediction
from predictor.services import registry

__all__ = ["Turns", "what_would_change"]


def what_would_change(prediction: Prediction) -> Turns | None:
    """Return the amount and terms at which it would be to approve; None if it is.

    Raises
    ------
    registry.ArtifactError
        Where the files of its version cannot be used.
    """
    if prediction.recommendation == APPROVE:
        return None
    version = registry.version(prediction.model_version_id)
    applicant = {f.name: prediction.inputs.get(f.name) for f in schema.PREDICTORS}
    [row] = encoding.encode([applicant])
    return turns(version.scorer, row, settings.OFFERED_TERMS)
