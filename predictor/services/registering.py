"""A new version enters the store and the database: wholly, or not at all."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.db.models import Max
from django.utils import timezone

from ml import claims, store
from ml.manifest import Manifest
from ml.training import TrainedModel
from predictor.models import Label, ModelVersion


def clean_up() -> int:
    """Remove what a run left behind that was killed; return how many folders.

    Only whoever holds the lock of training may call it.
    """
    numbers = ModelVersion.objects.values_list("number", flat=True)
    return claims.discard(settings.MODEL_STORE, registered=set(numbers))


def register(
    trained: TrainedModel,
    *,
    metrics: dict[str, Any],
    labels_read_at: datetime,
    by: User | None,
) -> ModelVersion:
    """Write the artifact, then its row: what is in the database can be read.

    Raises
    ------
    store.ArtifactError, OSError
        Where the store cannot be written.
    """
    now = timezone.now()
    last = ModelVersion.objects.aggregate(last=Max("number"))["last"] or 0
    number = store.next_number(settings.MODEL_STORE, after=last)
    with claims.claimed(settings.MODEL_STORE, number):
        manifest = store.write(settings.MODEL_STORE, number, trained, created_at=now)
        folder = settings.MODEL_STORE / store.folder_name(number)
        return ModelVersion.objects.create(
            artifact_sha256=store.artifact_digest(folder),
            metrics=metrics,
            trained_by=by,
            labels_read_at=labels_read_at,
            created_at=now,
            **_facts(manifest),
        )


def _facts(manifest: Manifest) -> dict[str, Any]:
    return {
        "number": manifest.number,
        "family": manifest.family,
        "parameters": manifest.params,
        "inputs": list(manifest.inputs),
        "includes_protected": manifest.include_protected,
        "label": Label(manifest.label_kind),
        "rows": manifest.rows,
        "data_sha256": manifest.data_sha256,
        "library_versions": manifest.libraries,
        "seed": manifest.seed,
        "approve_from": manifest.thresholds.approve_from,
        "decline_below": manifest.thresholds.decline_below,
    }
