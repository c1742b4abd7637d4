"""What would change a recommendation: a fact about the version that made it."""

from __future__ import annotations

from typing import Final

from django.conf import settings

from ml import encoding, schema
from ml.recommendation import APPROVE
from ml.turning import Turns, turns
from predictor.models import Prediction
from predictor.services import registry

__all__ = ["Turns", "what_would_change"]


def what_would_change(prediction: Prediction) -> Turns | None:
    """Return the amount and terms at which it would be to approve.

    None where it is, or where amount or term are not known: then there is nothing to
    change yet.

    Raises
    ------
    registry.ArtifactError
        Where the files of its version cannot be used.
    """
    unknown = None in (prediction.inputs.get(name) for name in _CHANGED)
    if prediction.recommendation == APPROVE or unknown:
        return None
    version = registry.version(prediction.model_version_id)
    applicant = {f.name: prediction.inputs.get(f.name) for f in schema.PREDICTORS}
    [row] = encoding.encode([applicant])
    return turns(version.scorer, row, settings.OFFERED_TERMS)


_CHANGED: Final = (schema.LOAN_AMOUNT.name, schema.LOAN_AMOUNT_TERM.name)
