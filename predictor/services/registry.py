"""Which model version is live, and how that changes."""

from __future__ import annotations

import logging
import threading
import time
from dataclasses import dataclass
from typing import Final

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils import timezone

from ml import schema, store
from ml.scorer import Scorer
from predictor.models import ModelActivation, ModelVersion

ArtifactError = store.ArtifactError  # the interfaces translate it, and know no ml

logger = logging.getLogger(__name__)

LOOK_EVERY_SECONDS: Final = 1.0


class NoActiveModel(Exception):
    """No version is active: nothing can be scored."""

    def __init__(self) -> None:
        super().__init__("No model version is active. Run: manage.py retrain")


class UnknownVersion(Exception):
    """There is no model version with that number."""


class NothingToRollBackTo(Exception):
    """No other version was active before the one that is."""


class ProtectedInputs(Exception):
    """The version uses protected attributes, and the settings do not allow that."""

    def __init__(self, number: int) -> None:
        super().__init__(
            f"Version {number} uses {', '.join(schema.PROTECTED)}. It is for "
            "comparison; only the setting ALLOW_PROTECTED_INPUTS lets it go live."
        )


@dataclass(frozen=True, slots=True)
class LiveVersion:
    """A version as a serving process holds it: read once, never changed."""

    number: int
    digest: str
    artifact: store.Artifact
    scorer: Scorer

    @property
    def reference_applicant(self) -> dict[str, schema.Value]:
        """The applicant that contributions are measured against, by field."""
        reference = self.artifact.manifest.reference_applicant
        return {name: reference[name] for name in self.artifact.manifest.inputs}


class _Holder:
    """The live version of this process; looks at the database once a second."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._live: LiveVersion | None = None
        self._looked_at = float("-inf")

    def get(self) -> LiveVersion:
        live = self._live
        if live and time.monotonic() - self._looked_at < LOOK_EVERY_SECONDS:
            return live
        with self._lock:
            self._look()
        if self._live is None:
            raise NoActiveModel
        return self._live

    def _look(self) -> None:
        version = ModelVersion.objects.filter(is_active=True).first()
        if version is None:
            self._live = None
        elif self._live is None or self._live.digest != version.artifact_sha256:
            self._swap(version)
        self._looked_at = time.monotonic()

    def _swap(self, version: ModelVersion) -> None:
        try:
            self._live = load(version)
        except store.ArtifactError as error:
            if self._live is None:
                raise
            logger.error("Version %s goes on serving: %s", self._live.number, error)  # noqa: TRY400 - the sentence says it all

    def forget(self) -> None:
        self._looked_at = float("-inf")


_holder = _Holder()
forget = _holder.forget


def live() -> LiveVersion:
    """Return the active version, at most a second old.

    Raises
    ------
    NoActiveModel
        Where none is active.
    ml.store.ArtifactError
        Where its artifact cannot be read and no version was served before.
    """
    return _holder.get()


def load(version: ModelVersion) -> LiveVersion:
    """Read a version's artifact, verified against the digest in the database."""
    folder = store.folder(settings.MODEL_STORE, version.number)
    artifact = store.read(folder, digest=version.artifact_sha256)
    scorer = Scorer.from_artifact(artifact)
    return LiveVersion(version.number, version.artifact_sha256, artifact, scorer)


def activate(
    *, number: int, reason: str, by: AbstractBaseUser | None
) -> ModelActivation:
    """Make a version the live one, after it was read and tried.

    Raises
    ------
    UnknownVersion, ProtectedInputs, ml.store.ArtifactError
        And the version that was live stays so.
    """
    with transaction.atomic():
        # All rows, so that of two activations at once the second waits.
        versions = {v.number: v for v in ModelVersion.objects.select_for_update()}
        if number not in versions:
            raise UnknownVersion(f"There is no version {number}.")
        version = versions[number]
        if version.includes_protected and not settings.ALLOW_PROTECTED_INPUTS:
            raise ProtectedInputs(number)
        load(version)
        previous = next((v for v in versions.values() if v.is_active), None)
        ModelVersion.objects.filter(is_active=True).update(is_active=False)
        ModelVersion.objects.filter(number=number).update(is_active=True)
        activation = ModelActivation.objects.create(
            version=version,
            previous=previous,
            activated_by=by,
            reason=reason,
            created_at=timezone.now(),
        )
    _holder.forget()
    return activation


def roll_back(*, reason: str, by: AbstractBaseUser | None) -> ModelActivation:
    """Activate the version that was live before the one that is."""
    latest = ModelActivation.objects.order_by("-id").first()
    if latest is None or latest.previous_id is None:
        raise NothingToRollBackTo("No other version was live before.")
    return activate(number=latest.previous_id, reason=reason, by=by)
