"""Which model version is live, and how that changes."""

from __future__ import annotations

import logging
import threading
import time
from dataclasses import dataclass
from typing import Final

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from ml import schema, store
from ml.manifest import Manifest
from ml.scorer import CanaryFailed, Scorer
from predictor.models import ModelActivation, ModelVersion

logger = logging.getLogger(__name__)

LOOK_EVERY_SECONDS: Final = 1.0


class NoActiveModel(Exception):
    """No version is active: nothing can be scored."""

    def __init__(self) -> None:
        super().__init__("No model version is active. Run: manage.py retrain")


class ArtifactError(Exception):
    """A version's files cannot be read, or do not give the scores that they gave."""


class ActivationError(Exception):
    """A version cannot go live; the one that was live stays so."""


class UnknownVersion(ActivationError):
    """There is no model version with that number."""

    def __init__(self, number: int) -> None:
        super().__init__(f"There is no model version {number}.")


class NoReason(ActivationError):
    """The log asks why, and nobody said."""

    def __init__(self) -> None:
        super().__init__("Say why: the reason is kept in the log.")


class AlreadyActive(ActivationError):
    """The version is live already."""

    def __init__(self, number: int) -> None:
        super().__init__(f"Version {number} is active already.")


class NothingToRollBackTo(ActivationError):
    """No other version was active before the one that is."""

    def __init__(self) -> None:
        super().__init__("No other version was active before.")


class UnusableArtifact(ActivationError):
    """The version's files cannot be used."""


class ProtectedInputs(ActivationError):
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
    scorer: Scorer

    @property
    def manifest(self) -> Manifest:
        """What the artifact says of itself."""
        return self.scorer.manifest

    @property
    def reference_applicant(self) -> dict[str, schema.Value]:
        """The applicant that contributions are measured against, by field."""
        reference = self.manifest.reference_applicant
        return {name: reference[name] for name in self.manifest.inputs}


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
        except ArtifactError as error:
            if self._live is None:
                raise
            logger.error("Version %s goes on serving: %s", self._live.number, error)  # noqa: TRY400 - the sentence says it all

    def forget(self) -> None:
        self._looked_at = float("-inf")

    def reset(self) -> None:
        self.forget()
        self._live = None


_holder = _Holder()
forget = _holder.forget  # look again at the next request
reset = _holder.reset  # begin as a new process does


def live() -> LiveVersion:
    """Return the active version, at most a second old.

    Raises
    ------
    NoActiveModel
        Where none is active.
    ArtifactError
        Where its files cannot be used and no version was served before.
    """
    return _holder.get()


def load(version: ModelVersion) -> LiveVersion:
    """Read a version's files, verified against the database, and try the canaries.

    Raises
    ------
    ArtifactError
    """
    folder = settings.MODEL_STORE / store.folder_name(version.number)
    try:
        artifact = store.read(folder, digest=version.artifact_sha256)
        scorer = Scorer.from_artifact(artifact)
    except (store.ArtifactError, CanaryFailed) as error:
        raise ArtifactError(f"Version {version.number}: {error}") from error
    return LiveVersion(version.number, version.artifact_sha256, scorer)


@transaction.atomic
def activate(*, number: int, reason: str, by: User | None) -> ModelActivation:
    """Make a version the live one, after it was read and tried.

    Raises
    ------
    ActivationError
        One of its kinds; the version that was live stays so.
    """
    if not reason.strip():
        raise NoReason
    # All rows, so that of two activations at once the second waits.
    versions = {v.number: v for v in ModelVersion.objects.select_for_update()}
    version = _usable(versions, number)
    previous = next((v for v in versions.values() if v.is_active), None)
    ModelVersion.objects.filter(is_active=True).update(is_active=False)
    ModelVersion.objects.filter(number=number).update(is_active=True)
    transaction.on_commit(forget)
    return ModelActivation.objects.create(
        version=version,
        previous=previous,
        activated_by=by,
        reason=reason.strip(),
        created_at=timezone.now(),
    )


def _usable(versions: dict[int, ModelVersion], number: int) -> ModelVersion:
    version = versions.get(number)
    if version is None:
        raise UnknownVersion(number)
    if version.is_active:
        raise AlreadyActive(number)
    if version.includes_protected and not settings.ALLOW_PROTECTED_INPUTS:
        raise ProtectedInputs(number)
    try:
        load(version)
    except ArtifactError as error:
        raise UnusableArtifact(str(error)) from error
    return version


def roll_back(*, reason: str, by: User | None) -> ModelActivation:
    """Activate the version that was live before the one that is.

    Raises
    ------
    ActivationError
    """
    latest = ModelActivation.objects.order_by("-id").first()
    if latest is None or latest.previous_id is None:
        raise NothingToRollBackTo
    return activate(number=latest.previous_id, reason=reason, by=by)


def describe(activation: ModelActivation) -> str:
    """Return the activation as a sentence."""
    before = activation.previous_id
    was = f" Before: version {before}." if before else ""
    return f"Version {activation.version_id} is active.{was}"
