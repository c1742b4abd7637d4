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
from typing import Literal

from django.contrib.auth.models import User
from django.db import DEFAULT_DB_ALIAS, transaction
from django.utils import timezone

from ml import encoding, schema
from ml.applicants import Applicants
from ml.plausibility import Slip
from ml.recommendation import predict
from ml.validation import RowError
from predictor.models import Channel, write_ahead_log
from predictor.models.keys import new_keys
from predictor.services import (
    explaining,
    receiving,
    recording,
    references,
    refusals,
    registry,
    telemetry,
)
from predictor.services.explaining import Explain
from predictor.services.receiving import MAX_ROWS, NotJSON, ScoringError, TooManyRows
from predictor.services.recording import Asked, Place
from predictor.services.scored import Answers, ScoredBatch

__all__ = [
    "MAX_ROWS",
    "Explain",
    "InvalidRows",
    "NotJSON",
    "OnError",
    "ScoredBatch",
    "ScoringError",
    "Slip",
    "TooManyRows",
    "Unlikely",
    "score",
]

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
    overwrite: bool | Place = True,
    explain: Explain = "not_approved",
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
    overwrite : whether an application that stands already may be updated by who sent
        it, or else what updates it: at the desk, officers change others' too.
    explain : which scores come with what moved them; others are explained later.
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
        more = []
        if isinstance(overwrite, bool) and not dry_run:
            more = refusals.foresee(received, by, overwrite=overwrite)
        raise InvalidRows([*received.errors, *more])
    applicants = references.with_loan_ids(received.applicants, at=asked.at)
    keys = [None] * len(applicants) if dry_run else new_keys(len(applicants))
    answers = _answer(live, applicants, keys, explain)
    if confirmed is not None:
        _ask(live, applicants, answers, confirmed)
    errors = received.errors
    if dry_run:
        recording.record_dry_run(applicants, version=live.number, asked=asked)
    else:
        answers, refused = _keep(live, applicants, answers, asked, on_error, overwrite)
        errors = sorted([*errors, *refused], key=lambda error: error.row)
    return ScoredBatch(
        model_version=live.number,
        thresholds=live.manifest.thresholds,
        reference_probability=live.explainer.reference_probability,
        answers=answers,
        errors=errors,
    )


def _answer(
    live: registry.LiveVersion,
    applicants: Applicants,
    keys: Sequence[str | None],
    explain: Explain,
) -> Answers:
    matrix = encoding.encode_columns(applicants.columns)
    scores = live.scorer.score(matrix)
    asked = live.likely.asked(matrix).tolist()
    slips = {kind: live.likely.slips(kind) for kind in set(asked)}
    return Answers(
        id=keys,
        loan_id=applicants.loan_ids,  # type: ignore[arg-type]  # each has one by now
        row=applicants.rows,
        probability=scores.probability.tolist(),
        prediction=predict(scores.probability).tolist(),
        recommendation=scores.recommendation,
        code=scores.code,
        warnings=[slips[kind] for kind in asked],
        explained=explaining.explain(
            live,
            applicants,
            matrix,
            scores.probability,
            rows=explaining.asked(scores, explain),
        ),
    )


def _ask(
    live: registry.LiveVersion,
    applicants: Applicants,
    answers: Answers,
    confirmed: Mapping[str, schema.Value],
) -> None:
    slips = [
        slip
        for index, warned in enumerate(answers.warnings)
        if warned
        for slip in live.likely.warn(applicants.applicant(index))
        if confirmed.get(slip.field) != applicants.columns[slip.field][index]
    ]
    if slips:
        raise Unlikely(slips)


def _keep(
    live: registry.LiveVersion,
    applicants: Applicants,
    answers: Answers,
    asked: Asked,
    on_error: OnError,
    overwrite: bool | Place,
) -> tuple[Answers, list[RowError]]:
    alone = overwrite is True and len(applicants) == 1
    if alone and recording.keep_one(applicants, answers, live=live, asked=asked):
        _after_commit(answers, asked.channel)
        return answers, []
    with transaction.atomic():
        placed, errors = recording.place(applicants, asked=asked, overwrite=overwrite)
        if errors:
            if on_error == "reject":
                raise InvalidRows(errors)
            kept = [i for i, one in enumerate(answers.loan_id) if one in placed]
            applicants, answers = applicants.only(kept), answers.only(kept)
        recording.record(applicants, answers, placed, live=live, asked=asked)
        _after_commit(answers, asked.channel)
    return answers, errors


def _after_commit(answers: Answers, channel: Channel) -> None:
    # Robust: whatever fails now, the scores stand and have to be answered.
    transaction.on_commit(lambda: _committed(answers, channel), robust=True)


def _committed(answers: Answers, channel: Channel) -> None:
    write_ahead_log.copy_back(len(answers), using=DEFAULT_DB_ALIAS)
    for recommendation, number in Counter(answers.recommendation).items():
        telemetry.PREDICTIONS.labels(channel.value, recommendation).inc(number)
