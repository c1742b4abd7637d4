"""The gate: whether a new version may take the place of the one that is live.

Recipes are compared on the same folds, each answer from a fit that has not learned from
the row. On the rows that came since the live version was trained its own artifact
answers as well. Labels that may be copies of a suggestion prove nothing, and do not
count.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from ml import encoding
from ml.comparison import Answers, Comparison, Difference, compare, is_enough
from ml.recipe import Measured
from ml.recommendation import Thresholds
from ml.training import TrainedModel
from predictor.models import ModelVersion
from predictor.services import registry
from predictor.services.labels import LabelledRows

__all__ = ["Champion", "Comparison", "Difference", "Verdict", "judge"]

#: What was found → the sentence that says so.
_SENTENCES: Final = {
    "first": "No version was active.",
    "better": "Better than the active version: every interval of the gain in log loss "
    "that decides lies above zero.",
    "no_new_labels": "Since the active version was trained no label has come that was "
    "given before a model's suggestion could be seen: nothing shows that this is "
    "better.",
    "too_few": "Too few labels were given before a model's suggestion could be seen to "
    "tell the versions apart.",
    "unmeasurable": "The active version's recipe cannot be fitted on these rows, so "
    "nobody can tell which is better.",
    "not_above_baseline": "Not shown to be better than Credit_History alone.",
    "not_better": "Not shown to be better than the active version.",
}

Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the gate found, and the numbers behind it."""

    code: str
    comparisons: tuple[Comparison, ...] = ()

    @property
    def is_better(self) -> bool:
        """Whether it may go live without a person who says so."""
        return self.code == "better"

    @property
    def sentence(self) -> str:
        return _SENTENCES[self.code]

    def as_dict(self) -> dict[str, Any]:
        return {
            "verdict": self.code,
            "sentence": self.sentence,
            "comparisons": [each.as_dict() for each in self.comparisons],
        }


@dataclass(frozen=True, slots=True)
class Champion:
    """The active version, and how its recipe does; None where that cannot be told."""

    version: ModelVersion
    measured: Measured | None

    @property
    def trained_at(self) -> datetime:
        """When it had read its labels; later ones it does not know."""
        return self.version.labels_read_at or self.version.created_at


def judge(
    trained: TrainedModel, rows: LabelledRows, champion: Champion | None
) -> Verdict:
    """Return whether a new version is better than the active one, and why."""
    if champion is None:
        return Verdict("first")
    if champion.measured is None:
        return Verdict("unmeasurable")
    field = _Field(trained, rows, champion, champion.measured)
    if not is_enough(rows.y[~rows.seen]):
        return Verdict("too_few")
    comparisons = tuple(field.comparisons())
    return Verdict(_code(field, comparisons), comparisons)


class _Field:
    """Where candidate and rivals meet."""

    def __init__(
        self,
        trained: TrainedModel,
        rows: LabelledRows,
        champion: Champion,
        measured: Measured,
    ) -> None:
        self._trained, self._rows = trained, rows
        self._champion, self._measured = champion, measured
        self._matrix = encoding.encode_frame(rows.frame)
        self.independent: Flags = ~rows.seen
        self.new: Flags = self.independent & rows.new_since(champion.trained_at)

    def comparisons(self) -> Iterator[Comparison]:
        """Yield the comparisons that the rows allow."""
        version = self._champion.version
        theirs = Thresholds(version.approve_from, version.decline_below)
        mine = self._trained.thresholds
        baseline = Answers(self._trained.baseline_out_of_fold, mine)
        yield self._compare(BASELINE, self.independent, baseline)
        recipe = Answers(self._measured.out_of_fold, theirs)
        yield self._compare(RECIPE, self.independent, recipe)
        if is_enough(self._rows.y[self.new]) and (live := self._artifact()):
            answers = Answers(live.scorer.probabilities(self._matrix), theirs)
            yield self._compare(ARTIFACT, self.new, answers)

    @property
    def wins_on_hold_out(self) -> bool:
        """Whether it is ahead where the search has not looked."""
        return self._trained.holdout.log_loss < self._measured.holdout.log_loss

    def _artifact(self) -> registry.LiveVersion | None:
        try:
            return registry.load(self._champion.version)
        except registry.ArtifactError:
            return None

    def _compare(self, against: str, where: Flags, theirs: Answers) -> Comparison:
        mine = Answers(self._trained.out_of_fold, self._trained.thresholds)
        return compare(
            against,
            self._matrix[where],
            self._rows.y[where],
            Answers(mine.probability[where], mine.thresholds),
            Answers(theirs.probability[where], theirs.thresholds),
            seed=self._trained.seed,
        )


#: Whom a candidate is compared with.
BASELINE: Final = "Credit_History alone, in the same folds"
RECIPE: Final = "the active version's recipe, in the same folds"
ARTIFACT: Final = "the active version itself, on rows that came since"


def _code(field: _Field, comparisons: tuple[Comparison, ...]) -> str:
    if not field.new.any():
        return "no_new_labels"
    found = {each.against: each.gain for each in comparisons}
    if not found[BASELINE].is_gain:
        return "not_above_baseline"
    if ARTIFACT in found:
        better = found[ARTIFACT].is_gain and not found[RECIPE].is_loss
    else:
        better = found[RECIPE].is_gain and field.wins_on_hold_out
    return "better" if better else "not_better"
