"""The one scoring path: form, API, tutorial's endpoint and replay all go through here.

Errors
------
ScoringError
├── NotJSON           the text is not JSON, as strictly read
├── TooManyRows       more than one request may carry
├── InvalidRows       rows that break a rule: nothing was stored
└── Unlikely          values that look like slips, and nobody confirmed them
Besides them registry.NoActiveModel: there is nothing to score with.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Literal

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from ml import encoding, schema
from ml.applicants import Applicants
from ml.plausibility import Slip
from ml.recommendation import predict
from ml.validation import RowError
from predictor.models import Channel
from predictor.models.keys import new_keys
from predictor.services import receiving, recording, refusals, registry, telemetry
from predictor.services.receiving import MAX_ROWS, NotJSON, ScoringError, TooManyRows
from predictor.services.recording import Asked
from predictor.services.scored import ScoredBatch, ScoredRow

__all__ = [
    "MAX_ROWS",
    "Explain",
    "InvalidRows",
    "NotJSON",
    "OnError",
    "ScoredBatch",
    "ScoredRow",
    "ScoringError",
    "Slip",
    "TooManyRows",
    "Unlikely",
    "score",
]

Explain = Literal["not_approved", "all", "none"]
OnError = Literal["reject", "skip"]


class InvalidRows(ScoringError):
    """Rows break rules. Nothing was stored."""

    def __init__(self, errors: list[RowError]) -> None:
        super().__init__("Rows break rules; errors lists them. Nothing was stored.")
        self.errors = sorted(errors, key=lambda error: error.row)

    def says(self, rule: str) -> bool:
        """Whether some row breaks that rule."""
        return any(error.rule == rule for error in self.errors)


class Unlikely(ScoringError):
    """Values look like slips, and nobody confirmed them. Nothing was stored."""

    def __init__(self, slips: list[Slip]) -> None:
        super().__init__("Values look like slips. Nothing was stored.")
        self.slips = slips


def score(
    *,
    rows: Sequence[object] | bytes,
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
    rows : JSON values, one for each applicant, or the JSON text of them.
    by : who asks; the applications become theirs.
    channel, request_id : how it was asked; stored with each prediction.
    dry_run : store nothing but that it was used.
    on_error : ``reject`` refuses all rows if one is wrong, ``skip`` scores the others.
    overwrite : whether an application that stands already may be updated.
    confirmed : where given, what looks like a slip is asked about, but for the values,
        by field, that are in here; by default it is a warning beside the score.

    Raises
    ------
    NotJSON, InvalidRows, TooManyRows, Unlikely, registry.NoActiveModel
        And nothing is stored.
    """
    received = receiving.receive(rows)
    live = registry.live()
    asked = Asked(by=by, channel=channel, request_id=request_id, at=timezone.now())
    if received.errors and on_error == "reject":
        more = [] if dry_run else refusals.foresee(received, by, overwrite=overwrite)
        raise InvalidRows([*received.errors, *more])
    applicants = recording.with_loan_ids(received.applicants, at=asked.at)
    keys = [None] * len(applicants) if dry_run else new_keys(len(applicants))
    scored = _score(live, applicants, keys)
    if confirmed is not None:
        _ask(live, applicants, scored, confirmed)
    errors = received.errors
    if dry_run:
        recording.record_dry_run(applicants, version=live.number, asked=asked)
    else:
        scored, refused = _keep(live, applicants, scored, asked, on_error, overwrite)
        errors = sorted([*errors, *refused], key=lambda error: error.row)
    return ScoredBatch(
        model_version=live.number,
        thresholds=live.manifest.thresholds,
        rows=scored,
        errors=errors,
    )


def _score(
    live: registry.LiveVersion, applicants: Applicants, keys: Sequence[str | None]
) -> list[ScoredRow]:
    matrix = encoding.encode_columns(applicants.columns)
    scores = live.scorer.score(matrix)
    asked = live.likely.asked(matrix).tolist()
    slips = {kind: live.likely.slips(kind) for kind in set(asked)}
    columns = (
        keys,
        applicants.loan_ids,
        applicants.rows,
        scores.probability.tolist(),
        predict(scores.probability).tolist(),
        scores.recommendation,
        scores.code,
        [slips[kind] for kind in asked],
    )
    return list(map(ScoredRow, *columns))


def _ask(
    live: registry.LiveVersion,
    applicants: Applicants,
    scored: list[ScoredRow],
    confirmed: Mapping[str, schema.Value],
) -> None:
    slips = [
        slip
        for index, row in enumerate(scored)
        if row.warnings
        for slip in live.likely.warn(applicants.applicant(index))
        if confirmed.get(slip.field) != applicants.columns[slip.field][index]
    ]
    if slips:
        raise Unlikely(slips)


def _keep(
    live: registry.LiveVersion,
    applicants: Applicants,
    scored: list[ScoredRow],
    asked: Asked,
    on_error: OnError,
    overwrite: bool,
) -> tuple[list[ScoredRow], list[RowError]]:
    alone = overwrite and len(applicants) == 1
    if alone and recording.keep_one(applicants, scored, live=live, asked=asked):
        transaction.on_commit(partial(_count, scored, asked.channel))
        return scored, []
    with transaction.atomic():
        placed, errors = recording.place(applicants, asked=asked, overwrite=overwrite)
        if errors:
            if on_error == "reject":
                raise InvalidRows(errors)
            kept = [i for i, row in enumerate(scored) if row.loan_id in placed]
            applicants, scored = applicants.only(kept), [scored[i] for i in kept]
        recording.record(applicants, scored, placed, live=live, asked=asked)
        transaction.on_commit(partial(_count, scored, asked.channel))
    return scored, errors


def _count(rows: list[ScoredRow], channel: Channel) -> None:
    for recommendation, number in Counter(row.recommendation for row in rows).items():
        telemetry.PREDICTIONS.labels(channel.value, recommendation).inc(number)
