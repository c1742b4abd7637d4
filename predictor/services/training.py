"""Learning again from what people decided."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Literal

from django.conf import settings
from django.contrib.auth.models import User

from ml import store
from ml.features import EmptyColumn
from ml.onnx_export import ParityFailed
from ml.pipeline import FAMILIES
from ml.recipe import Measured
from ml.recommendation import InvalidThresholds
from ml.training import (
    CannotTrain,
    Costs,
    OnProgress,
    Progress,
    TrainedModel,
    TutorialComparison,
    train,
    tutorial_comparison,
)
from predictor.models import Label, ModelVersion
from predictor.services import activations, gate, registering
from predictor.services.contest import active_version
from predictor.services.gate import Champion, Verdict
from predictor.services.labels import LabelledRows, labelled_rows
from predictor.services.training_lock import AnotherRun, Lock, only_run

__all__ = [
    "FAMILIES",
    "CannotRetrain",
    "Costs",
    "InvalidThresholds",
    "Measured",
    "OnProgress",
    "Progress",
    "Retrained",
    "TutorialComparison",
    "retrain",
]


Activate = Literal["never", "if-better"]


class CannotRetrain(Exception):
    """No version came of it; what was live stays so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Retrained:
    """A new version, and how it compares."""

    version: ModelVersion
    trained: TrainedModel
    learned_from: LabelledRows
    tutorial: TutorialComparison | None  # None: it lacks a field that nobody collects
    champion: Champion | None
    verdict: Verdict


def retrain(  # noqa: PLR0913 - one call says all that a version depends on
    *,
    by: User | None,
    label: Label = Label.DECISION,
    since: date | None = None,
    until: date | None = None,
    families: Sequence[str] = FAMILIES,
    include_protected: bool = False,
    include_sample: bool = False,
    costs: Costs = Costs(),  # noqa: B008 - frozen
    seed: int = 42,
    activate: Activate = "never",
    on_progress: OnProgress | None = None,
) -> Retrained:
    """Train a new version; the first one is activated, later ones if asked and better.

    With FOUR_EYES_ACTIVATION none is: each waits for another person than ``by``.

    Parameters
    ----------
    by : who trains; None from the command line.
    label : to learn from decisions or from how loans ended.
    since, until : first and last day of the labels that count.
    costs : of a wrong approval, a wrong decline and a review; they set the thresholds.

    Raises
    ------
    CannotRetrain
        Where labels or values are missing, the exported model does not answer as the
        trained one, the store cannot be written, or another run is at work. Nothing has
        changed.
    activations.ActivationError
        Where the version was written and cannot go live.
    """
    try:
        settings.MODEL_STORE.mkdir(parents=True, exist_ok=True)  # before the long work
        with only_run(settings.MODEL_STORE) as lock:
            registering.clean_up()
            rows = labelled_rows(
                label=label, since=since, until=until, include_sample=include_sample
            )
            others = _others(label, since, until)
            options = {
                "families": families,
                "include_protected": include_protected,
                "costs": costs,
                "seed": seed,
                "on_progress": on_progress,
            }
            retrained = _train(rows, options, others=others, lock=lock, by=by)
            _activate(retrained, activate, by)
    except (CannotTrain, EmptyColumn, ParityFailed, store.ArtifactError) as error:
        raise CannotRetrain(str(error)) from error
    except AnotherRun as error:
        raise CannotRetrain(str(error)) from None
    except OSError as error:
        reason = f"The model store cannot be written: {error.strerror}."
        raise CannotRetrain(reason) from error
    return retrained


def _others(
    label: Label, since: date | None, until: date | None
) -> LabelledRows | None:
    """Return the labels of other days, where some days alone were asked for."""
    if since is None and until is None:
        return None
    return labelled_rows(label=label, since=since, until=until, outside=True)


def _train(
    rows: LabelledRows,
    options: dict[str, Any],
    *,
    others: LabelledRows | None,
    lock: Lock,
    by: User | None,
) -> Retrained:
    if not len(rows.y):
        raise CannotRetrain(_NO_DAY if others else _NOTHING[rows.label])
    trained = train(
        rows.frame,
        rows.y,
        label_kind=rows.label.value,
        origin=rows.origin,
        **options,
    )
    champion = active_version(rows, trained.seed)
    verdict = gate.judge(trained, rows, champion, others=others)
    tutorial = _tutorial(rows, options["on_progress"])
    lock.hold()
    version = registering.register(
        trained,
        metrics=_metrics(trained, rows, champion, verdict, tutorial),
        labels_read_at=rows.read_at,
        by=by,
    )
    return Retrained(
        version=version,
        trained=trained,
        learned_from=rows,
        tutorial=tutorial,
        champion=champion,
        verdict=verdict,
    )


_NO_DAY: Final = "No label has a date in that period."
_NOTHING: Final = {
    Label.DECISION: "No application has a label (Loan_Status Y or N) to learn from.",
    Label.OUTCOME: "No loan that is old enough has an outcome to learn from.",
}


def _tutorial(
    rows: LabelledRows, on_progress: OnProgress | None
) -> TutorialComparison | None:
    """Return how the tutorial does; it needs all eleven fields, the model does not."""
    try:
        return tutorial_comparison(rows.frame, rows.y, on_progress=on_progress)
    except EmptyColumn:
        return None


def _metrics(
    trained: TrainedModel,
    rows: LabelledRows,
    champion: Champion | None,
    verdict: Verdict,
    tutorial: TutorialComparison | None,
) -> dict[str, Any]:
    measured = champion and champion.measured
    return {
        "cross_validation": trained.cv.as_dict(),
        "hold_out": trained.holdout.as_dict(),
        "baseline": trained.baseline_cv.as_dict(),
        "baseline_hold_out": trained.baseline_holdout.as_dict(),
        "champion": champion
        and measured
        and {"number": champion.version.number, **measured.as_dict()},
        "gate": verdict.as_dict(),
        "feedback": {"labels": int(rows.seen.sum()), "share": rows.seen_share},
        "families": [row.as_dict() for row in trained.table],
        "tutorial": tutorial and tutorial.as_dict(),
    }


def _activate(retrained: Retrained, activate: Activate, by: User | None) -> None:
    version, verdict = retrained.version, retrained.verdict
    if version.includes_protected and not settings.ALLOW_PROTECTED_INPUTS:
        return  # for comparison: not even as the first
    if not (
        retrained.champion is None or activate == "if-better" and verdict.is_better
    ):
        return
    champion = retrained.champion
    try:
        activations.activate(
            number=version.number,
            reason=verdict.sentence,
            by=by,
            instead_of=champion.version.number if champion else None,
        )
    except activations.FourEyes:
        return  # whoever trained it does not let it go live: it waits for another
    version.refresh_from_db()
