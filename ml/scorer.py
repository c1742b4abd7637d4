"""Scoring: the encoded matrix → probabilities and recommendations.

Imports neither scikit-learn nor pandas nor joblib, so that a serving process starts in
a second and never unpickles.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import numpy as np
import numpy.typing as npt

from ml import features, schema, session
from ml.artifact import MODEL, Artifact, ArtifactUnsupported
from ml.manifest import Canaries, Manifest
from ml.recommendation import ANSWERS, Thresholds, predict, recommend, rounded

if TYPE_CHECKING:
    import onnxruntime

__all__ = [
    "CanaryFailed",
    "Scorer",
    "Scores",
    "Thresholds",
    "make_canaries",
    "predict",
    "recommend",
    "verify_canaries",
]

Matrix = npt.NDArray[np.float64]

_TOLERANCE: Final = 1e-9


class CanaryFailed(RuntimeError):
    """The model doesn't answer as on the day it was written: it must not be served."""

    def __init__(self, row: int, difference: float) -> None:
        self.row, self.difference = row, difference
        super().__init__(
            f"Canary row {row} differs by {difference:.1e} from what was recorded: "
            "the artifact, or a library that it runs on, has changed."
        )


@dataclass(frozen=True, slots=True)
class Scores:
    """The answers for n rows, in their order.

    Parameters
    ----------
    probability : of Y, (n,).
    answer : the place of each row's recommendation and code in ``ANSWERS``, (n,).
    """

    probability: Matrix
    answer: npt.NDArray[np.int64]

    @property
    def recommendation(self) -> list[str]:
        return [ANSWERS[one][0] for one in self.answer.tolist()]

    @property
    def code(self) -> list[str | None]:
        """Say why each row was referred, None where nothing is missing."""
        return [ANSWERS[one][1] for one in self.answer.tolist()]


@dataclass(frozen=True, slots=True)
class Scorer:
    """One model version, ready to answer. Threads may share it."""

    manifest: Manifest
    _session: onnxruntime.InferenceSession = field(repr=False, compare=False)

    @classmethod
    def from_artifact(cls, artifact: Artifact) -> Scorer:
        """Return the scorer of an artifact that ``ml.store.read`` verified.

        Raises
        ------
        CanaryFailed
            Where it doesn't answer as on the day it was written.
        ArtifactUnsupported
            Where the onnxruntime of this process cannot run it.
        """
        try:
            scorer = cls(artifact.manifest, session.open_model(artifact.model))
            verify_canaries(scorer)
        except session.ERRORS as problem:
            reason = f"{MODEL} cannot be run by this onnxruntime."
            raise ArtifactUnsupported(artifact.folder, reason) from problem
        return scorer

    def score(self, matrix: Matrix) -> Scores:
        """Score the encoded matrix (n, 11), n from 0 up, NaN where a value is missing.

        A row has the same probability, to the last bit, alone and in any batch.
        """
        probability = self.probabilities(matrix)
        answer = recommend(matrix, probability, self.manifest.thresholds)
        return Scores(probability, answer)

    def probabilities(self, matrix: Matrix) -> Matrix:
        """Return the probabilities (n,) of Y alone."""
        return self.probabilities_filled(features.fill(matrix, self.manifest.features))

    def probabilities_filled(self, filled: Matrix) -> Matrix:
        """Return the probabilities (n,) of Y where nothing is missing."""
        derived = features.derive_filled(filled, self.manifest.features)
        return rounded(session.run(self._session, derived))


def artifact_scores(
    model: bytes, state: features.FeatureState
) -> Callable[[Matrix], Matrix]:
    """Return what scores encoded matrices as the artifact of this model will."""
    opened = session.open_model(model)
    return lambda matrix: rounded(session.run(opened, features.derive(matrix, state)))


def make_canaries(
    model: bytes, state: features.FeatureState, matrix: Matrix
) -> Canaries:
    """Return the rows of the encoded matrix with the model's answers, to be stored."""
    answers = artifact_scores(model, state)(matrix)
    rows = [[None if np.isnan(x) else x for x in row] for row in matrix.tolist()]
    return Canaries(
        rows=tuple(tuple(row) for row in rows),
        probabilities=tuple(answers.tolist()),
    )


def verify_canaries(scorer: Scorer) -> None:
    """Check that the canary rows are answered as recorded, within 1e-9.

    Raises
    ------
    CanaryFailed
        Naming the first row that is not.
    """
    canaries = scorer.manifest.canaries
    matrix = np.array(canaries.rows, dtype=np.float64)  # None becomes NaN
    matrix = matrix.reshape(-1, len(schema.PREDICTORS))
    difference = np.abs(scorer.probabilities(matrix) - np.array(canaries.probabilities))
    failed = np.flatnonzero(~(difference <= _TOLERANCE))
    if failed.size:
        raise CanaryFailed(int(failed[0]), float(difference[failed[0]]))
