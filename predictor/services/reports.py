"""The report of a model version: its card, its pictures, and two side by side."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from django.conf import settings

from ml import artifact as artifacts
from ml.manifest import Manifest
from ml.reporting import beside, card, pictures
from ml.reporting.content import Grid, Section
from predictor.models import ModelVersion

__all__ = [
    "Comparison",
    "Grid",
    "NoPicture",
    "Picture",
    "Report",
    "Section",
    "of",
    "picture",
    "side_by_side",
]

_BEFORE: Final = "It was trained before there were pictures."


class NoPicture(Exception):
    """A picture that cannot be shown; says why."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of a version; ``problem`` says why it cannot be shown, if so."""

    version: ModelVersion
    kind: str
    title: str
    alternative: str
    problem: str


@dataclass(frozen=True, slots=True)
class Report:
    """What there is to say of a version.

    Parameters
    ----------
    notes : what is wrong with its files, or missing, in sentences.
    pictures : by kind; none where the version has none.
    """

    version: ModelVersion
    sections: tuple[Section, ...]
    pictures: Mapping[str, Picture]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two reports, and their sections with a column for each version."""

    left: Report
    right: Report
    sections: tuple[Section, ...]


def of(version: ModelVersion) -> Report:
    """Return the report of a version: of its files, or else of its row alone."""
    try:
        manifest = _manifest(version)
        evaluation = artifacts.load_report(
            _folder(version), digest=version.artifact_sha256
        )
    except artifacts.ArtifactError as error:
        note = f"Its files cannot be used ({error}) This is what the database has."
        return Report(version, card.sections(_row(version)), {}, (note,))
    facts = card.facts(manifest, evaluation)
    shown = _pictures(version, manifest, facts)
    notes = () if shown else (_BEFORE,)
    return Report(version, card.sections(facts), shown, notes)


def picture(version: ModelVersion, kind: str) -> bytes:
    """Return a picture of the version as SVG, the bytes that training wrote.

    Raises
    ------
    NoPicture
        Where there is none, or the file is gone or is another one.
    """
    try:
        return _verified(version, _manifest(version), kind)
    except artifacts.ArtifactError as error:
        raise NoPicture(str(error)) from error


def side_by_side(left: ModelVersion, right: ModelVersion) -> Comparison:
    """Return two versions beside each other, each measured on its own rows."""
    one, other = of(left), of(right)
    sections = beside.sections(one.sections, other.sections, (str(left), str(right)))
    return Comparison(one, other, sections)


def _folder(version: ModelVersion) -> Path:
    store: Path = settings.MODEL_STORE
    return store / artifacts.folder_name(version.number)


def _manifest(version: ModelVersion) -> Manifest:
    _, manifest = artifacts.read_manifest(_folder(version), version.artifact_sha256)
    return manifest


def _pictures(
    version: ModelVersion, manifest: Manifest, facts: Mapping[str, Any]
) -> dict[str, Picture]:
    return {
        kind: Picture(
            version,
            kind,
            title,
            pictures.alternative(kind, facts),
            _problem(version, manifest, kind),
        )
        for kind, title in pictures.KINDS.items()
        if pictures.file_name(kind) in manifest.digests
    }


def _problem(version: ModelVersion, manifest: Manifest, kind: str) -> str:
    try:
        _verified(version, manifest, kind)
    except (NoPicture, artifacts.ArtifactError) as error:
        return f"The picture cannot be shown. {error}"
    return ""


def _verified(version: ModelVersion, manifest: Manifest, kind: str) -> bytes:
    if kind not in pictures.KINDS:
        raise NoPicture("There is no such picture.")
    name = pictures.file_name(kind)
    if name not in manifest.digests:
        raise NoPicture(_BEFORE)
    return artifacts.verified(_folder(version), manifest, name)


def _row(version: ModelVersion) -> dict[str, Any]:
    """Return what the database has of the facts that a report is written from."""
    metrics = version.metrics
    chosen = {"family": version.family, **(metrics.get("cross_validation") or {})}
    return {
        "number": version.number,
        "created_at": version.created_at.isoformat(),
        "family": version.family,
        "params": version.parameters,
        "inputs": version.inputs,
        "label_kind": version.label,
        "seed": version.seed,
        "rows": version.rows,
        "data_sha256": version.data_sha256,
        "table": metrics.get("families") or [chosen],
        "holdout": metrics.get("hold_out"),
        "baseline_cv": metrics.get("baseline"),
        "baseline_holdout": metrics.get("baseline_hold_out"),
        "thresholds": {
            "approve_from": version.approve_from,
            "decline_below": version.decline_below,
        },
        "libraries": version.library_versions,
        "digests": {artifacts.MANIFEST: version.artifact_sha256},
    }
