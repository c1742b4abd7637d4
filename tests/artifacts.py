"""A small real model, a blend as it ships: trained on a part of the sample."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from ml import store
from ml.manifest import Manifest
from ml.pipeline import BLEND
from ml.sample import load_sample
from ml.training import train
from predictor.models import ModelVersion
from tests import builders
from tests.ml.small import GRIDS

_MADE = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Written:
    """An artifact in a store of its own."""

    store: Path
    manifest: Manifest
    digest: str


def write_small_model(folder: Path, *, number: int = 1, **options: Any) -> Written:
    """Train a version on 400 rows and write it."""
    frame = load_sample().iloc[:400]
    y = (frame["Loan_Status"] == "Y").to_numpy(dtype="int64")
    trained = train(frame, y, families=(BLEND,), grids=GRIDS, processes=1, **options)
    manifest = store.write(folder, number, trained, created_at=_MADE)
    digest = store.artifact_digest(folder / store.folder_name(number))
    return Written(folder, manifest, digest)


def before_reports(folder: Path) -> str:
    """Make the files what they were before reports had pictures; return the digest."""
    for path in (*folder.glob("*.svg"), folder / "model_card.md"):
        path.unlink()
    report, manifest = folder / "report.json", folder / "manifest.json"
    evaluation = json.loads(report.read_text())
    for name in _NEW:
        del evaluation[name]
    for rate in (rate for rates in evaluation["groups"].values() for rate in rates):
        del rate["approved"], rate["auc"], rate["log_loss"]
    report.write_text(json.dumps(evaluation))
    values = json.loads(manifest.read_text())
    names = ("model.onnx", "pipeline.joblib", "report.json")
    values["digests"] = {
        name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in names
    }
    manifest.write_text(json.dumps(values))
    return store.artifact_digest(folder)


_NEW = (
    "baseline_left_out",
    "confusion",
    "importance",
    "left_out",
    "origin",
    "suggestions",
)


def register(artifact: Written, **changes: Any) -> ModelVersion:
    """Return the version's row in the database."""
    manifest = artifact.manifest
    return builders.model_version(
        **{
            "number": manifest.number,
            "family": manifest.family,
            "inputs": list(manifest.inputs),
            "artifact_sha256": artifact.digest,
            "approve_from": manifest.thresholds.approve_from,
            "decline_below": manifest.thresholds.decline_below,
            **changes,
        }
    )
