"""Learning again from what people decided."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from django.conf import settings
from django.contrib.auth.models import User
from django.db.models import Max
from django.utils import timezone

from ml import store
from ml.features import EmptyColumn
from ml.manifest import Manifest
from ml.onnx_export import ParityFailed
from ml.pipeline import FAMILIES
from ml.recipe import Measured
from ml.training import (
    CannotTrain,
    OnProgress,
    Progress,
    TrainedModel,
    TutorialComparison,
    measure_recipe,
    train,
    tutorial_comparison,
)
from predictor.models import Label, ModelVersion
from predictor.services import activations
from predictor.services.labels import LabelledRows, labelled_rows

__all__ = [
    "FAMILIES",
    "CannotRetrain",
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
    champion: Measured | None  # the active version's recipe on the same rows
    champion_number: int | None

    @property
    def is_better(self) -> bool:
        """Whether it beats the active version's recipe, and Credit_History alone."""
        if self.champion is None and self.champion_number is not None:
            return False  # nobody can tell
        mine = self.trained
        rivals = [(mine.baseline_cv.log_loss, mine.baseline_holdout.log_loss)]
        if self.champion:
            rivals.append((self.champion.cv.log_loss, self.champion.holdout.log_loss))
        # In the folds the best of many settings is flattered; the hold-out is not.
        return all(
            mine.cv.log_loss < folds and mine.holdout.log_loss < held
            for folds, held in rivals
        )


def retrain(
    *,
    by: User | None,
    families: Sequence[str] = FAMILIES,
    include_protected: bool = False,
    include_sample: bool = False,
    seed: int = 42,
    activate: Activate = "never",
    on_progress: OnProgress | None = None,
) -> Retrained:
    """Train a new version; the first one is activated, later ones if asked and better.

    Raises
    ------
    CannotRetrain
        Where labels or values are missing, the exported model does not answer as the
        trained one, or the store cannot be written. Nothing has changed.
    activations.ActivationError
        Where the version was written and cannot go live.
    """
    learned_from = labelled_rows(include_sample=include_sample)
    try:
        settings.MODEL_STORE.mkdir(parents=True, exist_ok=True)  # before the long work
        retrained = _train(
            learned_from,
            by=by,
            families=families,
            include_protected=include_protected,
            seed=seed,
            on_progress=on_progress,
        )
    except (CannotTrain, EmptyColumn, ParityFailed, store.ArtifactError) as error:
        raise CannotRetrain(str(error)) from error
    except OSError as error:
        reason = f"The model store cannot be written: {error.strerror}."
        raise CannotRetrain(reason) from error
    _activate(retrained, activate, by)
    return retrained


def _train(
    learned_from: LabelledRows,
    *,
    by: User | None,
    families: Sequence[str],
    include_protected: bool,
    seed: int,
    on_progress: OnProgress | None,
) -> Retrained:
    frame, y = learned_from.frame, learned_from.y
    trained = train(
        frame,
        y,
        families=families,
        include_protected=include_protected,
        seed=seed,
        on_progress=on_progress,
    )
    champion_number, champion = _champion(learned_from, seed)
    tutorial = _tutorial(learned_from, on_progress)
    return Retrained(
        version=_register(trained, tutorial, champion, champion_number, by),
        trained=trained,
        learned_from=learned_from,
        tutorial=tutorial,
        champion=champion,
        champion_number=champion_number,
    )


def _tutorial(
    rows: LabelledRows, on_progress: OnProgress | None
) -> TutorialComparison | None:
    """Return how the tutorial does; it needs all eleven fields, the model does not."""
    try:
        return tutorial_comparison(rows.frame, rows.y, on_progress=on_progress)
    except EmptyColumn:
        return None


def _champion(rows: LabelledRows, seed: int) -> tuple[int | None, Measured | None]:
    """Return how the active version's recipe does on the rows of the new one."""
    active = ModelVersion.objects.filter(is_active=True).first()
    if active is None:
        return None, None
    try:
        result = measure_recipe(
            rows.frame,
            rows.y,
            family=active.family,
            params=active.parameters,
            include_protected=active.includes_protected,
            seed=seed,
        )
    except EmptyColumn:  # it uses a field that nobody collects any more
        return active.number, None
    return active.number, result


def _register(
    trained: TrainedModel,
    tutorial: TutorialComparison | None,
    champion: Measured | None,
    champion_number: int | None,
    by: User | None,
) -> ModelVersion:
    """Write the artifact, then its row: what is in the database can be read."""
    now = timezone.now()
    last = ModelVersion.objects.aggregate(last=Max("number"))["last"] or 0
    number = store.next_number(settings.MODEL_STORE, after=last)
    manifest = store.write(settings.MODEL_STORE, number, trained, created_at=now)
    folder = settings.MODEL_STORE / store.folder_name(number)
    metrics = {
        "cross_validation": trained.cv.as_dict(),
        "hold_out": trained.holdout.as_dict(),
        "baseline": trained.baseline_cv.as_dict(),
        "baseline_hold_out": trained.baseline_holdout.as_dict(),
        "champion": champion and {"number": champion_number, **champion.as_dict()},
        "families": [row.as_dict() for row in trained.table],
        "tutorial": tutorial and tutorial.as_dict(),
    }
    return ModelVersion.objects.create(
        artifact_sha256=store.artifact_digest(folder),
        metrics=metrics,
        trained_by=by,
        created_at=now,
        **_facts(manifest),
    )


def _facts(manifest: Manifest) -> dict[str, Any]:
    return {
        "number": manifest.number,
        "family": manifest.family,
        "parameters": manifest.params,
        "inputs": list(manifest.inputs),
        "includes_protected": manifest.include_protected,
        "label": Label(manifest.label_kind),
        "rows": manifest.rows,
        "data_sha256": manifest.data_sha256,
        "library_versions": manifest.libraries,
        "seed": manifest.seed,
        "approve_from": manifest.thresholds.approve_from,
        "decline_below": manifest.thresholds.decline_below,
    }


def _activate(retrained: Retrained, activate: Activate, by: User | None) -> None:
    version = retrained.version
    if retrained.champion_number is None:
        if version.includes_protected and not settings.ALLOW_PROTECTED_INPUTS:
            return  # for comparison: not even as the first
        reason = "No version was active."
    elif activate == "if-better" and retrained.is_better:
        reason = f"Better than version {retrained.champion_number} on the same rows."
    else:
        return
    activations.activate(
        number=version.number,
        reason=reason,
        by=by,
        instead_of=retrained.champion_number,
    )
    version.refresh_from_db()
