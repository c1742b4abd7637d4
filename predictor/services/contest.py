"""Where a candidate and the active version meet: on which rows, and what each says.

Recipes meet on the same folds, each answer from a fit that has not learned from the
row. On the rows that came since the active version was trained it answers itself.
Labels that may be copies of a suggestion prove nothing, and do not count.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import numpy as np
import numpy.typing as npt

from ml import encoding
from ml.comparison import Answers, Comparison, compare, is_enough
from ml.features import EmptyColumn
from ml.recipe import Measured, measure_recipe
from ml.recommendation import Thresholds
from ml.training import TrainedModel
from predictor.models import ModelVersion
from predictor.services import registry
from predictor.services.labels import LabelledRows

Flags = npt.NDArray[np.bool_]
Labels = npt.NDArray[np.int64]
Matrix = npt.NDArray[np.float64]

#: Whom a candidate is compared with.
BASELINE: Final = "Credit_History alone, in the same folds"
RECIPE: Final = "the active version's recipe, in the same folds"
ARTIFACT: Final = "the active version itself, on rows that came since"

#: Spreads below what is expected; chance alone goes so far once in a hundred times.
_BY_CHANCE: Final = 2.33


@dataclass(frozen=True, slots=True)
class Champion:
    """The active version, and how its recipe does; None where that cannot be told."""

    version: ModelVersion
    measured: Measured | None

    @property
    def trained_at(self) -> datetime:
        """When it had read its labels; later ones it does not know."""
        return self.version.labels_read_at or self.version.created_at

    @property
    def thresholds(self) -> Thresholds:
        return Thresholds(self.version.approve_from, self.version.decline_below)

    def live(self) -> registry.LiveVersion | None:
        """Return the version itself; None where its files cannot be used."""
        try:
            return registry.load(self.version)
        except registry.ArtifactError:
            return None


def active_version(rows: LabelledRows, seed: int) -> Champion | None:
    """Return the active version, and how its recipe does on the rows of the new one."""
    active = ModelVersion.objects.filter(is_active=True).first()
    return None if active is None else Champion(active, _measured(active, rows, seed))


def _measured(active: ModelVersion, rows: LabelledRows, seed: int) -> Measured | None:
    try:
        return measure_recipe(
            rows.frame,
            rows.y,
            family=active.family,
            params=active.parameters,
            include_protected=active.includes_protected,
            seed=seed,
        )
    except EmptyColumn:  # it uses a field that nobody collects any more
        return None


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows with labels (n,), and what a candidate says that has not learned them."""

    matrix: Matrix
    y: Labels
    mine: Matrix

    def where(self, flags: Flags) -> Rows:
        return Rows(self.matrix[flags], self.y[flags], self.mine[flags])

    def and_(self, other: Rows) -> Rows:
        return Rows(
            np.concatenate([self.matrix, other.matrix]),
            np.concatenate([self.y, other.y]),
            np.concatenate([self.mine, other.mine]),
        )


class Contest:
    """What can be compared, and what speaks for or against the candidate.

    Parameters
    ----------
    rows : those that the candidate learned from.
    measured : the active version's recipe on the same rows.
    others : labelled rows outside the period that it learned from.
    """

    def __init__(
        self,
        trained: TrainedModel,
        rows: LabelledRows,
        champion: Champion,
        measured: Measured,
        live: registry.LiveVersion,
        others: LabelledRows | None,
    ) -> None:
        self._trained, self._champion, self._measured = trained, champion, measured
        learned = Rows(encoding.encode_frame(rows.frame), rows.y, trained.out_of_fold)
        self._independent: Flags = ~rows.seen
        self._learned = learned.where(self._independent)
        self._since = learned.where(self._new(rows))
        if others is not None and len(others.y):
            self._since = self._since.and_(self._outside(others))
        self._theirs = live.scorer.probabilities(self._since.matrix)

    def _new(self, rows: LabelledRows) -> Flags:
        return ~rows.seen & rows.new_since(self._champion.trained_at)

    def _outside(self, others: LabelledRows) -> Rows:
        """Return new rows for which the candidate itself answers."""
        matrix = encoding.encode_frame(others.frame)
        mine = self._trained.pipeline.predict_proba(matrix)[:, 1]
        return Rows(matrix, others.y, mine).where(self._new(others))

    def comparisons(self) -> Iterator[Comparison]:
        """Yield the comparisons that the rows allow."""
        mine, theirs = self._trained.thresholds, self._champion.thresholds
        where = self._independent
        baseline = Answers(self._trained.baseline_out_of_fold[where], mine)
        yield self._compare(BASELINE, self._learned, baseline)
        recipe = Answers(self._measured.out_of_fold[where], theirs)
        yield self._compare(RECIPE, self._learned, recipe)
        if is_enough(self._since.y):
            yield self._compare(ARTIFACT, self._since, Answers(self._theirs, theirs))

    def _compare(self, against: str, rows: Rows, theirs: Answers) -> Comparison:
        mine = Answers(rows.mine, self._trained.thresholds)
        seed = self._trained.seed
        return compare(against, rows.matrix, rows.y, mine, theirs, seed=seed)

    @property
    def is_enough(self) -> bool:
        """Whether labels that copy nothing can tell two versions apart."""
        return is_enough(self._learned.y)

    @property
    def has_new_labels(self) -> bool:
        """Whether any label has come since that copies nothing, as far as is known."""
        return bool(len(self._since.y))

    @property
    def same_thresholds(self) -> bool:
        """Whether both make suggestions of probabilities in the same way."""
        return self._trained.thresholds == self._champion.thresholds

    @property
    def wins_on_hold_out(self) -> bool:
        """Whether the candidate is ahead where the search has not looked."""
        return self._trained.holdout.log_loss < self._measured.holdout.log_loss

    @property
    def looks_copied(self) -> bool:
        """Whether new labels follow the suggestions more closely than by chance.

        Where nobody copied, as many contradict a suggestion as the active version's
        probabilities say, give or take.
        """
        limits, probability = self._champion.thresholds, self._theirs
        yes, no = probability >= limits.approve_from, probability < limits.decline_below
        suggested = yes | no
        expected = np.where(yes, 1 - probability, probability)[suggested]
        contradict = np.where(yes, self._since.y == 0, self._since.y == 1)[suggested]
        spread = np.sqrt((expected * (1 - expected)).sum())
        least = expected.sum() - _BY_CHANCE * spread
        return bool(contradict.sum() < least)
