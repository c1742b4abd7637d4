"""The record: applications and predictions, written in one transaction."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import msgspec
from django.contrib.auth.models import User
from django.db import DEFAULT_DB_ALIAS, connection

from ml import schema
from ml.applicants import Applicants
from ml.validation import RowError
from predictor.models import (
    Channel,
    DryRun,
    Explanation,
    LoanApplication,
    Prediction,
    Status,
)
from predictor.models.bulk import Each, Part, Shared, insert
from predictor.models.keys import new_keys
from predictor.models.upsert import Placed, upsert, upsert_with
from predictor.services.refusals import look_into, refusal
from predictor.services.registry import LiveVersion
from predictor.services.scored import Answers, Explained


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Who asked for scores, how, and when."""

    by: User
    channel: Channel
    request_id: str
    at: datetime


#: Places applicants where applications of theirs stand, whoever sent those.
Place = Callable[[Applicants, Asked], dict[str, Placed]]


def place(
    applicants: Applicants, *, asked: Asked, overwrite: bool | Place
) -> tuple[dict[str, Placed], list[RowError]]:
    """Insert the applications, or update those that their sender may still change.

    Returns
    -------
    Where each application ended up, by loan_id, and an error for each that may not be
    written (``owned_elsewhere``, ``decided``, ``exists``).
    """
    if callable(overwrite):
        return overwrite(applicants, asked), []
    shared, each = _written(applicants, asked)
    placed = upsert(
        using=DEFAULT_DB_ALIAS, shared=shared, each=each, overwrite=overwrite
    )
    if len(placed) == len(applicants):
        return placed, []
    refused = {
        str(loan_id): index
        for index, loan_id in enumerate(applicants.loan_ids)
        if loan_id not in placed
    }
    if not overwrite:
        return placed, [refusal(applicants.rows[i], "exists") for i in refused.values()]
    again, errors = look_into(applicants, refused, by=asked.by)
    return placed | again, errors


def _written(applicants: Applicants, asked: Asked) -> tuple[Shared, Each]:
    """Return the columns of new applications: what all share, and what each has."""
    shared = {
        "received_at": asked.at,
        "source": asked.channel.value,
        "owner_id": asked.by.pk,
        "revision": 1,
        "created_at": asked.at,
        "updated_at": asked.at,
    }
    needed = zip(*(applicants.columns[name] for name in _NEEDED), strict=True)
    complete = [None not in facts for facts in needed]
    each = {f.attribute: applicants.columns[f.name] for f in schema.APPLICANT_FIELDS}
    return shared, each | {
        "id": new_keys(len(applicants)),
        "status": [_STATUS[known] for known in complete],
        "completed_at": [asked.at if known else None for known in complete],
    }


_STATUS: Final = {True: Status.READY.value, False: Status.INCOMPLETE.value}


def record(
    applicants: Applicants,
    answers: Answers,
    placed: Mapping[str, Placed],
    *,
    live: LiveVersion,
    asked: Asked,
) -> None:
    """Write a prediction for each applicant, with the snapshot of what was sent."""
    predictions = _predictions(applicants, answers, live, asked)
    where = [placed[loan_id] for loan_id in answers.loan_id]
    each: Each = {
        **predictions.each,
        "application_id": [place.id for place in where],
        "revision": [place.revision for place in where],
    }
    insert(predictions._replace(each=each), using=DEFAULT_DB_ALIAS)
    if part := _explanations(answers, live, asked):
        insert(part, using=DEFAULT_DB_ALIAS)


def keep_one(
    applicants: Applicants,
    answers: Answers,
    *,
    live: LiveVersion,
    asked: Asked,
) -> bool:
    """Do what ``place`` and ``record`` do, of one applicant and in one statement.

    Returns
    -------
    Whether it was done. Otherwise nothing was written: the database is not one that
    can, or the application may not be changed.
    """
    if connection.vendor != "postgresql":
        return False
    return upsert_with(
        _predictions(applicants, answers, live, asked),
        _explanations(answers, live, asked),
        using=DEFAULT_DB_ALIAS,
        application=Part(LoanApplication, *_written(applicants, asked)),
    )


def _predictions(
    applicants: Applicants,
    answers: Answers,
    live: LiveVersion,
    asked: Asked,
) -> Part:
    """Return the columns of predictions, but for those of their applications."""
    thresholds = live.manifest.thresholds
    shared = {
        "model_version_id": live.number,
        "approve_from": thresholds.approve_from,
        "decline_below": thresholds.decline_below,
        "channel": asked.channel.value,
        "requested_by_id": asked.by.pk,
        "request_id": asked.request_id,
        "created_at": asked.at,
    }
    each: Each = {
        "id": answers.id,
        "inputs": _snapshots(applicants),
        "probability": answers.probability,
        "recommendation": answers.recommendation,
        "code": answers.code,
    }
    return Part(Prediction, shared, each)


def _explanations(answers: Answers, live: LiveVersion, asked: Asked) -> Part | None:
    """Return the columns of the explanations; None where there are none."""
    return explanations(answers.id, answers.explained, live=live, at=asked.at)


def explanations(
    predictions: Sequence[str | None],
    explained: Sequence[Explained | None],
    *,
    live: LiveVersion,
    at: datetime,
) -> Part | None:
    """Return the columns of explanations, for those predictions that have one."""
    found = [
        (key, one.contributions, one.residual, one.reasons)
        for key, one in zip(predictions, explained, strict=True)
        if one
    ]
    if not found:
        return None
    names = ("prediction_id", "contributions", "residual", "reasons")
    shared = {
        "reference_probability": live.explainer.reference_probability,
        "created_at": at,
    }
    each: Each = dict(zip(names, zip(*found, strict=True), strict=True))
    return Part(Explanation, shared, each)


_Inputs: Final = msgspec.defstruct(
    "Inputs",
    [(f.attribute, Any, msgspec.field(name=f.name)) for f in schema.PREDICTORS],
    gc=False,
)
_encode_lines: Final = msgspec.json.Encoder().encode_lines


def _snapshots(applicants: Applicants) -> list[str]:
    """Return what was sent as JSON, by name on the wire."""
    inputs = list(map(_Inputs, *applicants.inputs()))
    return _encode_lines(inputs).decode().split("\n")[:-1]


def is_complete(applicant: schema.Applicant) -> bool:
    """Whether nothing is missing that a score or a decision needs."""
    return all(applicant[name] is not None for name in _NEEDED)


_NEEDED: Final = (
    *(field.name for field in schema.PREDICTORS if field.required),
    *schema.NEEDED_TO_DECIDE,
)


def record_dry_run(applicants: Applicants, *, version: int, asked: Asked) -> None:
    """Write that scores were asked for without being stored.

    Of one applicant also for which application. A client is told of no application but
    its own, and so of no other is it kept; an officer's what-if may be of any.
    """
    application = None
    if len(applicants) == 1:
        known = LoanApplication.objects.filter(loan_id=applicants.loan_ids[0])
        if asked.channel != Channel.FORM:
            known = known.filter(owner_id=asked.by.pk)
        application = known.first()
    DryRun.objects.create(
        application=application,
        model_version_id=version,
        rows=len(applicants),
        channel=asked.channel,
        requested_by_id=asked.by.pk,
        request_id=asked.request_id,
        created_at=asked.at,
    )
