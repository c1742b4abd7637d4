"""What a version's later applications are compared with, out of its own report."""

from __future__ import annotations

from django.conf import settings

from ml import artifact, drift
from ml.drift import Reference
from predictor.models import ModelVersion


class NoReference(Exception):
    """A version's drift cannot be measured: trained before that, or files are gone."""


class TrainedBefore(NoReference):
    """It was trained before references were stored with a version."""

    def __init__(self, number: int) -> None:
        super().__init__(
            f"Version {number} was trained before versions kept what their drift is "
            "measured against. The next version that is trained has it."
        )


class ReportUnusable(NoReference):
    """Its report is gone, or is not the one that was registered."""

    def __init__(self, number: int, problem: artifact.ArtifactError) -> None:
        super().__init__(f"The drift of version {number} cannot be measured: {problem}")


def reference(version: ModelVersion) -> Reference:
    """Return the bins of a version's inputs and of its score.

    Raises
    ------
    TrainedBefore, ReportUnusable
    """
    folder = settings.MODEL_STORE / artifact.folder_name(version.number)
    try:
        report = artifact.load_report(folder, digest=version.artifact_sha256)
    except artifact.ArtifactError as problem:
        raise ReportUnusable(version.number, problem) from problem
    found = drift.from_report(report)
    if found is None:
        raise TrainedBefore(version.number)
    return found
