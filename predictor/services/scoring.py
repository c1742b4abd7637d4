"""The one scoring path: form, API, tutorial's endpoint and replay all go through here.

Errors
------
ScoringError
├── InvalidRows       rows that break a rule: nothing was stored
├── TooManyRows       more than one request may carry
└── Unlikely          values that look like slips, and nobody confirmed them
Besides them registry.NoActiveModel: there is nothing to score with.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Final, Literal

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from ml import encoding, plausibility, schema
from ml.plausibility import Slip
from ml.recommendation import predict
from ml.validation import Checked, RowError, check_rows
from predictor.models import Channel, Prediction
from predictor.models.keys import new_key
from predictor.models.upsert import Placed
from predictor.services import recording, registry, telemetry
from predictor.services.recording import Asked
from predictor.services.scored import ScoredBatch, ScoredRow

__all__ = [
    "MAX_ROWS",
    "Explain",
    "InvalidRows",
    "OnError",
    "ScoredBatch",
    "ScoredRow",
    "ScoringError",
    "Slip",
    "TooManyRows",
    "Unlikely",
    "score",
]

MAX_ROWS: Final = 10_000

Explain = Literal["not_approved", "all", "none"]
OnError = Literal["reject", "skip"]


class ScoringError(Exception):
    """A request for scores was refused whole."""


class InvalidRows(ScoringError):
    """Rows break rules. Nothing was stored."""

    def __init__(self, errors: list[RowError]) -> None:
        super().__init__("Rows break rules; errors lists them. Nothing was stored.")
        self.errors = sorted(errors, key=lambda error: error.row)

    def says(self, rule: str) -> bool:
        """Whether some row breaks that rule."""
        return any(error.rule == rule for error in self.errors)


class TooManyRows(ScoringError):
    """More rows than one request may carry."""

    def __init__(self) -> None:
        super().__init__(
            f"One request carries at most {MAX_ROWS:,} rows. "
            "Send several, or score a file with manage.py score."
        )


class Unlikely(ScoringError):
    """Values look like slips, and nobody confirmed them. Nothing was stored."""

    def __init__(self, slips: list[Slip]) -> None:
        super().__init__("Values look like slips. Nothing was stored.")
        self.slips = slips


def score(
    *,
    rows: Sequence[object],
    by: User,
    channel: Channel,
    request_id: str,
    dry_run: bool = False,
    on_error: OnError = "reject",
    overwrite: bool = True,
    confirmed: Mapping[str, schema.Value] | None = None,
) -> ScoredBatch:
    """Validate, score and record the rows of one request.

    Parameters
    ----------
    rows : JSON values, one for each applicant.
    by : who asks; the applications become theirs.
    channel, request_id : how it was asked; stored with each prediction.
    dry_run : store nothing but that it was used.
    on_error : ``reject`` refuses all rows if one is wrong, ``skip`` scores the others.
    overwrite : whether an application that stands already may be updated.
    confirmed : where given, what looks like a slip is asked about, but for the values,
        by field, that are in here; by default it is a warning beside the score.

    Raises
    ------
    InvalidRows, TooManyRows, Unlikely, registry.NoActiveModel
        And nothing is stored.
    """
    if len(rows) > MAX_ROWS:
        raise TooManyRows
    live = registry.live()
    asked = Asked(by=by, channel=channel, request_id=request_id, at=timezone.now())
    checked = check_rows(rows)
    if checked.errors and on_error == "reject":
        more = [] if dry_run else _foresee(checked, by, overwrite)
        raise InvalidRows([*checked.errors, *more])
    recording.assign_loan_ids(checked.applicants, at=asked.at)
    scored = _score(live, checked)
    if confirmed is not None:
        _ask(checked, scored, confirmed)
    if dry_run:
        recording.record_dry_run(checked.applicants, version=live.number, asked=asked)
    else:
        scored = _keep(live, checked, scored, asked, on_error, overwrite=overwrite)
    return ScoredBatch(
        model_version=live.number,
        thresholds=live.manifest.thresholds,
        rows=scored,
        errors=sorted(checked.errors, key=lambda error: error.row),
    )


def _foresee(checked: Checked, by: User, overwrite: bool) -> list[RowError]:
    """Return what else is wrong, so that nobody mends a body twice."""
    return recording.foresee(
        checked.rows, checked.applicants, by=by, overwrite=overwrite
    )


def _score(live: registry.LiveVersion, checked: Checked) -> list[ScoredRow]:
    scores = live.scorer.score(encoding.encode(checked.applicants))
    probabilities: list[float] = scores.probability.tolist()
    columns = zip(
        checked.rows,
        checked.applicants,
        probabilities,
        predict(scores.probability).tolist(),
        scores.recommendation,
        scores.code,
        strict=True,
    )
    return [
        ScoredRow(
            id=new_key(),
            loan_id=str(applicant[schema.LOAN_ID.name]),
            row=row,
            probability=probability,
            prediction=prediction,
            recommendation=recommendation,
            code=code,
            warnings=plausibility.warn(applicant, live.manifest.ranges),
        )
        for row, applicant, probability, prediction, recommendation, code in columns
    ]


def _ask(
    checked: Checked, scored: list[ScoredRow], confirmed: Mapping[str, schema.Value]
) -> None:
    slips = [
        slip
        for row, applicant in zip(scored, checked.applicants, strict=True)
        for slip in row.warnings
        if confirmed.get(slip.field) != applicant[slip.field]
    ]
    if slips:
        raise Unlikely(slips)


@transaction.atomic
def _keep(
    live: registry.LiveVersion,
    checked: Checked,
    scored: list[ScoredRow],
    asked: Asked,
    on_error: OnError,
    *,
    overwrite: bool,
) -> list[ScoredRow]:
    placed, errors = recording.place(
        checked.rows, checked.applicants, asked=asked, overwrite=overwrite
    )
    if errors and on_error == "reject":
        raise InvalidRows(errors)
    checked.errors.extend(errors)
    Prediction.objects.bulk_create(
        _prediction(live, row, applicant, placed[row.loan_id], asked)
        for row, applicant in zip(scored, checked.applicants, strict=True)
        if row.loan_id in placed
    )
    kept = [row for row in scored if row.loan_id in placed]
    transaction.on_commit(partial(_count, kept, asked.channel))
    return kept


def _count(rows: list[ScoredRow], channel: Channel) -> None:
    for recommendation, number in Counter(row.recommendation for row in rows).items():
        telemetry.PREDICTIONS.labels(channel.value, recommendation).inc(number)


def _prediction(
    live: registry.LiveVersion,
    row: ScoredRow,
    applicant: schema.Applicant,
    placed: Placed,
    asked: Asked,
) -> Prediction:
    return Prediction(
        id=row.id,
        application_id=placed.id,
        revision=placed.revision,
        model_version_id=live.number,
        inputs={field.name: applicant[field.name] for field in schema.PREDICTORS},
        probability=row.probability,
        approve_from=live.manifest.thresholds.approve_from,
        decline_below=live.manifest.thresholds.decline_below,
        recommendation=row.recommendation,
        code=row.code,
        channel=asked.channel,
        requested_by_id=asked.by.pk,
        request_id=asked.request_id,
        created_at=asked.at,
    )
