"""The gate: whether a new version may take the place of the one that is live."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from ml.comparison import Comparison, Difference
from ml.training import TrainedModel
from predictor.services.contest import ARTIFACT, BASELINE, RECIPE, Champion, Contest
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
    "unmeasurable": "The active version's files cannot be used, or its recipe cannot "
    "be fitted on these rows: nobody can tell which is better.",
    "other_label": "The active version learned from labels of another kind: what is "
    "better is for a person to say.",
    "other_thresholds": "Its thresholds are not those of the active version: they are "
    "for a person to change.",
    "copies": "The labels that came since follow the active version's suggestions more "
    "closely than its own probabilities let expect: they look like copies.",
    "not_above_baseline": "Not shown to be better than Credit_History alone.",
    "not_better": "Not shown to be better than the active version.",
}


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


def judge(
    trained: TrainedModel,
    rows: LabelledRows,
    champion: Champion | None,
    *,
    others: LabelledRows | None = None,
) -> Verdict:
    """Return whether a new version is better than the active one, and why.

    Parameters
    ----------
    rows : those that it was trained on.
    others : further labelled rows, outside the period that was asked for.
    """
    if champion is None:
        return Verdict("first")
    if champion.version.label != rows.label:
        return Verdict("other_label")
    live = champion.live()
    if champion.measured is None or live is None:
        return Verdict("unmeasurable")
    contest = Contest(trained, rows, champion, champion.measured, live, others)
    if not contest.is_enough:
        return Verdict("too_few")
    comparisons = tuple(contest.comparisons())
    return Verdict(_code(contest, comparisons), comparisons)


def _code(contest: Contest, comparisons: tuple[Comparison, ...]) -> str:
    if not contest.has_new_labels:
        return "no_new_labels"
    if contest.looks_copied:
        return "copies"
    found = {each.against: each.gain for each in comparisons}
    if not found[BASELINE].is_gain:
        return "not_above_baseline"
    if ARTIFACT in found:
        better = found[ARTIFACT].is_gain and not found[RECIPE].is_loss
    else:
        better = found[RECIPE].is_gain and contest.wins_on_hold_out
    if not better:
        return "not_better"
    return "better" if contest.same_thresholds else "other_thresholds"
