"""Artifact folders: written atomically, read only after their digests are verified.

The only module that may unpickle, and only in ``load_pipeline``. Errors: ml.artifact.
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
import warnings
from dataclasses import replace
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from ml import schema
from ml.artifact import (
    MANIFEST,
    MODEL,
    PIPELINE,
    REPORT,
    Artifact,
    ArtifactCorrupt,
    ArtifactError,
    ArtifactExists,
    ArtifactMissing,
    ArtifactUnsupported,
    artifact_digest,
    folder_name,
    load_report,
    read,
    read_bytes,
    read_manifest,
    sha256,
    verified,
)
from ml.claims import TEMPORARY, flush
from ml.manifest import FORMAT, Manifest
from ml.reporting import card, markdown, pictures

if TYPE_CHECKING:
    from sklearn.pipeline import Pipeline

    from ml.training import TrainedModel


__all__ = [
    "Artifact",
    "ArtifactCorrupt",
    "ArtifactError",
    "ArtifactExists",
    "ArtifactMissing",
    "ArtifactUnsupported",
    "artifact_digest",
    "folder_name",
    "load_pipeline",
    "load_report",
    "read",
    "write",
]

_LIBRARIES: Final = (
    "numpy",
    "scikit-learn",
    "joblib",
    "onnx",
    "onnxruntime",
    "matplotlib",
)


def write(
    store: Path, number: int, trained: TrainedModel, *, created_at: datetime
) -> Manifest:
    """Write the artifact of a version: wholly, or not at all.

    The folder is filled under a temporary name beside its place, flushed to the disk,
    and renamed; so a reader or a crash never meets half an artifact.

    Raises
    ------
    ArtifactExists
        Where the version has its folder already.
    """
    target = store / folder_name(number)
    store.mkdir(parents=True, exist_ok=True)
    if target.exists():
        raise ArtifactExists(target, "the version exists and is never overwritten.")
    temporary = Path(tempfile.mkdtemp(prefix=TEMPORARY, dir=store))
    try:
        manifest = _fill(temporary, number, trained, created_at)
        temporary.chmod(0o755)  # mkdtemp's is 0o700: other serving accounts read too
        _rename(temporary, target)
    except BaseException:
        shutil.rmtree(temporary, ignore_errors=True)
        raise
    flush(store)
    return manifest


def next_number(store: Path, *, after: int) -> int:
    """Return the first version number above ``after`` whose folder is not there."""
    number = after + 1
    while (store / folder_name(number)).exists():
        number += 1
    return number


def load_pipeline(folder: Path, digest: str) -> Pipeline:
    """Return the fitted scikit-learn pipeline, unpickled only after verification.

    Parameters
    ----------
    digest : of the artifact, from a place out of reach of who can write the folder.

    Raises
    ------
    ArtifactMissing, ArtifactCorrupt
    ArtifactUnsupported
        Where it was written by another version of scikit-learn.
    """
    import io

    import joblib
    from sklearn.exceptions import InconsistentVersionWarning

    _, manifest = read_manifest(folder, digest)
    content = verified(folder, manifest, PIPELINE)
    with warnings.catch_warnings():
        warnings.simplefilter("error", InconsistentVersionWarning)
        try:
            return joblib.load(io.BytesIO(content))
        except InconsistentVersionWarning as problem:
            raise ArtifactUnsupported(folder, str(problem)) from problem


def _fill(
    folder: Path, number: int, trained: TrainedModel, created_at: datetime
) -> Manifest:
    _save(folder / MODEL, trained.onnx)
    _save(folder / REPORT, _json(trained.report()))
    _save(folder / PIPELINE, _pickled(trained.pipeline))
    manifest = Manifest(
        format=FORMAT,
        schema_version=schema.SCHEMA_VERSION,
        number=number,
        digests={
            name: sha256(read_bytes(folder, name)) for name in (MODEL, PIPELINE, REPORT)
        },
        libraries={name: version(name) for name in _LIBRARIES},
        created_at=created_at.isoformat(),
        features=trained.feature_state,
        **{name: getattr(trained, name) for name in _SHARED},
    )
    manifest = _with_report(folder, manifest, trained)
    _save(folder / MANIFEST, _json(manifest.as_dict()))
    flush(folder)
    return manifest


def _with_report(folder: Path, manifest: Manifest, trained: TrainedModel) -> Manifest:
    """Write the model card and its pictures; return the manifest with their digests."""
    from ml.reporting import drawing  # matplotlib is slow to import

    facts = card.facts(manifest, trained.report())
    title, told = f"Model card: version {manifest.number}", card.sections(facts)
    text = markdown.write(title, told, facts)
    files = {pictures.CARD: text.encode(), **drawing.draw(trained, facts)}
    for name, content in files.items():
        _save(folder / name, content)
    digests = {name: sha256(content) for name, content in files.items()}
    return replace(manifest, digests=manifest.digests | digests)


#: What a manifest takes from the trained model under the same name.
_SHARED: Final = (
    "family",
    "params",
    "inputs",
    "include_protected",
    "thresholds",
    "reference_applicant",
    "ranges",
    "canaries",
    "seed",
    "rows",
    "data_sha256",
    "label_kind",
)


def _pickled(pipeline: Pipeline) -> bytes:
    import io

    import joblib

    buffer = io.BytesIO()
    joblib.dump(pipeline, buffer)
    return buffer.getvalue()


def _json(values: dict[str, Any]) -> bytes:
    text = json.dumps(values, indent=2, sort_keys=True, allow_nan=False)
    return f"{text}\n".encode()


def _save(path: Path, content: bytes) -> None:
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _rename(temporary: Path, target: Path) -> None:
    try:
        temporary.rename(target)
    except OSError as problem:  # another writer was faster: a folder is there now
        if target.exists():
            raise ArtifactExists(target, "another process wrote it.") from problem
        raise
