"""Which model version is live: what a serving process holds, and when it looks."""

from __future__ import annotations

import logging
import threading
import time
from dataclasses import dataclass
from typing import Final

from django.conf import settings

from ml import artifact as artifacts
from ml import schema
from ml.explanations import Explainer
from ml.manifest import Manifest
from ml.plausibility import Likely
from ml.scorer import CanaryFailed, Scorer
from predictor.models import ModelVersion

logger = logging.getLogger(__name__)

LOOK_EVERY_SECONDS: Final = 0.5  # and time to read the files: served within a second
TRY_AGAIN_AFTER_SECONDS: Final = 30.0  # where a version's files could not be used


class NoActiveModel(Exception):
    """No version is active: nothing can be scored."""

    def __init__(self) -> None:
        super().__init__("No model version is active. Run: manage.py retrain")


class NoSuchVersion(Exception):
    """No version has that number."""

    def __init__(self, number: int) -> None:
        super().__init__(f"There is no version {number}.")


class ArtifactError(Exception):
    """A version's files cannot be read, or do not give the scores that they gave."""


@dataclass(frozen=True, slots=True)
class LiveVersion:
    """A version as a serving process holds it: read once, never changed."""

    number: int
    digest: str
    scorer: Scorer
    likely: Likely
    explainer: Explainer

    @property
    def manifest(self) -> Manifest:
        """What the artifact says of itself."""
        return self.scorer.manifest

    @property
    def reference_applicant(self) -> dict[str, schema.Value]:
        """The applicant that contributions are measured against, by field.

        Without protected attributes, which no answer has.
        """
        reference = self.manifest.reference_applicant
        shown = (n for n in self.manifest.inputs if n not in schema.PROTECTED)
        return {name: reference[name] for name in shown}


_AT_ONCE: Final = float("-inf")  # looked at never: the next request has to know


class _Holder:
    """The live version of this process; looks at the database twice a second.

    While the files of a new version are read, requests go on with the one before. Only
    the first version of a process is waited for, and one that this process activated.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._live: LiveVersion | None = None
        self._looked_at = _AT_ONCE
        self._refused, self._refused_at = "", float("-inf")
        self._reader: threading.Thread | None = None

    def get(self) -> LiveVersion:
        if self._live is None or self._looked_at == _AT_ONCE:
            with self._lock:
                if self._live is None or self._looked_at == _AT_ONCE:
                    self._look(wait=True)
        elif self._is_due() and self._lock.acquire(blocking=False):
            try:
                self._look(wait=False)
            finally:
                self._lock.release()
        live = self._live
        if live is None:
            raise NoActiveModel
        return live

    @property
    def held(self) -> LiveVersion | None:
        """What requests are answered with now, without a look at the database."""
        return self._live

    def _is_due(self) -> bool:
        return time.monotonic() - self._looked_at >= LOOK_EVERY_SECONDS

    def _look(self, *, wait: bool) -> None:
        version = ModelVersion.objects.filter(is_active=True).first()
        if version is None:
            self._live = None
        elif self._live is None or self._is_news(version.artifact_sha256):
            self._read(version, wait=wait)
        self._looked_at = time.monotonic()

    def _read(self, version: ModelVersion, *, wait: bool) -> None:
        if wait:
            self._join()
            self._swap(version)
        elif self._reader is None or not self._reader.is_alive():
            self._reader = threading.Thread(target=self._swap, args=(version,))
            self._reader.start()

    def _is_news(self, digest: str) -> bool:
        """Whether to read the files: another version, not refused a moment ago."""
        if self._live and digest == self._live.digest:
            return False
        waited = time.monotonic() - self._refused_at >= TRY_AGAIN_AFTER_SECONDS
        return waited or digest != self._refused

    def _swap(self, version: ModelVersion) -> None:
        try:
            self._live = load(version)
        except ArtifactError as error:
            if self._live is None:
                raise
            self._refused = version.artifact_sha256
            self._refused_at = time.monotonic()
            logger.error("Version %s goes on serving: %s", self._live.number, error)  # noqa: TRY400 - the sentence says it all

    def forget(self) -> None:
        self._looked_at = _AT_ONCE

    def _join(self) -> None:
        if self._reader:
            self._reader.join()

    def reset(self) -> None:
        self._join()
        self.forget()
        self._live, self._refused = None, ""
        self._refused_at = float("-inf")


_holder = _Holder()
forget = _holder.forget  # look again, and wait for it, at the next request
reset = _holder.reset  # begin as a new process does


def live() -> LiveVersion:
    """Return the active version, or the one before it for less than a second.

    Raises
    ------
    NoActiveModel
        Where none is active.
    ArtifactError
        Where its files cannot be used and no version was served before.
    """
    return _holder.get()


def version(number: int) -> LiveVersion:
    """Return any version, verified as ``load`` does.

    Raises
    ------
    ArtifactError, NoSuchVersion
    """
    held = _holder.held
    if held is not None and held.number == number:
        return held
    found = ModelVersion.objects.filter(number=number).first()
    if found is None:
        raise NoSuchVersion(number)
    return load(found)


def verify(version: ModelVersion) -> None:
    """Verify all files of a version, also those that serving does not read.

    Raises
    ------
    ArtifactError
    """
    folder = settings.MODEL_STORE / artifacts.folder_name(version.number)
    try:
        artifacts.verify(folder, version.artifact_sha256)
    except artifacts.ArtifactError as error:
        raise ArtifactError(f"Version {version.number}: {error}") from error


def load(version: ModelVersion) -> LiveVersion:
    """Read a version's files, verified against the database, and try the canaries.

    Raises
    ------
    ArtifactError
    """
    folder = settings.MODEL_STORE / artifacts.folder_name(version.number)
    try:
        artifact = artifacts.read(folder, digest=version.artifact_sha256)
        scorer = Scorer.from_artifact(artifact)
    except (artifacts.ArtifactError, CanaryFailed) as error:
        raise ArtifactError(f"Version {version.number}: {error}") from error
    likely = Likely(scorer.manifest.ranges)
    explainer = Explainer(scorer)
    return LiveVersion(
        version.number, version.artifact_sha256, scorer, likely, explainer
    )
