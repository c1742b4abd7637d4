"""Reading artifact folders: nothing is believed before its digest is verified.

ArtifactError
├── ArtifactMissing      there is no such folder, or a file of it is gone
├── ArtifactCorrupt      a file is not what its digest says
├── ArtifactUnsupported  written in a format, for a schema or by libraries not known
└── ArtifactExists       a version is never overwritten
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from ml import schema
from ml.manifest import FORMAT, Manifest

MANIFEST: Final = "manifest.json"
MODEL: Final = "model.onnx"
PIPELINE: Final = "pipeline.joblib"
REPORT: Final = "report.json"


class ArtifactError(Exception):
    """An artifact folder that cannot be used as it was meant."""

    def __init__(self, folder: Path, problem: str) -> None:
        self.folder, self.problem = folder, problem
        super().__init__(f"{folder.name}: {problem}")


class ArtifactMissing(ArtifactError):
    """There is no such folder, or a file of it is gone."""


class ArtifactCorrupt(ArtifactError):
    """A file is not what its digest says."""


class ArtifactUnsupported(ArtifactError):
    """Written in a format, for a schema or by libraries that this code doesn't know."""


class ArtifactExists(ArtifactError):
    """A version is never overwritten."""


@dataclass(frozen=True, slots=True)
class Artifact:
    """A verified artifact: all that serving needs."""

    folder: Path
    digest: str
    manifest: Manifest
    model: bytes


def folder_name(number: int) -> str:
    """Return the name of a version's folder: v0001 for 1."""
    return f"v{number:04d}"


def read(folder: Path, *, digest: str | None = None) -> Artifact:
    """Return the artifact after verifying what serving uses of it.

    Parameters
    ----------
    digest : what ``artifact_digest`` said when the artifact was registered.

    Raises
    ------
    ArtifactMissing, ArtifactCorrupt, ArtifactUnsupported
    """
    found, manifest = read_manifest(folder, digest)
    return Artifact(folder, found, manifest, verified(folder, manifest, MODEL))


def artifact_digest(folder: Path) -> str:
    """Return the SHA-256 of manifest.json, which holds those of the other files.

    Raises
    ------
    ArtifactMissing
    """
    return sha256(read_bytes(folder, MANIFEST))


def load_report(folder: Path, *, digest: str | None = None) -> dict[str, Any]:
    """Return the evaluation that was stored with the version, verified."""
    _, manifest = read_manifest(folder, digest)
    report: dict[str, Any] = json.loads(verified(folder, manifest, REPORT))
    return report


def read_manifest(folder: Path, digest: str | None) -> tuple[str, Manifest]:
    """Return the digest and the contents of manifest.json; errors as in ``read``."""
    content = read_bytes(folder, MANIFEST)
    found = sha256(content)
    if digest is not None and found != digest:
        raise ArtifactCorrupt(folder, f"{MANIFEST} is not the one that was registered.")
    try:
        values = json.loads(content)
        versions = values["format"], values["schema_version"]
    except (ValueError, KeyError, TypeError) as problem:
        raise ArtifactCorrupt(folder, f"{MANIFEST} cannot be read.") from problem
    if versions != (FORMAT, schema.SCHEMA_VERSION):
        raise ArtifactUnsupported(folder, f"format and schema are {versions}.")
    try:
        return found, Manifest.from_dict(values)
    except (ValueError, KeyError, TypeError, AttributeError) as problem:
        raise ArtifactCorrupt(folder, f"{MANIFEST} is not complete.") from problem


def verify(folder: Path, digest: str) -> None:
    """Verify every file of an artifact, also those that serving does not read.

    Raises
    ------
    ArtifactMissing, ArtifactCorrupt, ArtifactUnsupported
    """
    _, manifest = read_manifest(folder, digest)
    for name in manifest.digests:
        verified(folder, manifest, name)


def verified(folder: Path, manifest: Manifest, name: str) -> bytes:
    """Return a file's bytes, the ones that were written; errors as in ``read``."""
    content = read_bytes(folder, name)
    if sha256(content) != manifest.digests.get(name):
        raise ArtifactCorrupt(folder, f"{name} is not what its digest says.")
    return content


def read_bytes(folder: Path, name: str) -> bytes:
    """Return a file's bytes, or raise ArtifactMissing."""
    try:
        return (folder / name).read_bytes()
    except FileNotFoundError as problem:
        raise ArtifactMissing(folder, f"there is no {name}.") from problem
    except OSError as problem:
        reason = f"{name} cannot be read ({problem.strerror})."
        raise ArtifactMissing(folder, reason) from problem


def sha256(content: bytes) -> str:
    """Return the SHA-256 in hexadecimal."""
    return hashlib.sha256(content).hexdigest()
