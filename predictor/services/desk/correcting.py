"""An officer changes an application that stands, or has it scored again.

Whoever sent it: what an officer enters goes the way of every score, and the application
stays its sender's, under its own reference.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Final
from uuid import UUID

from django.contrib.auth.models import User

from ml import schema
from ml.applicants import Applicants
from predictor.models import Channel, Kind, LoanApplication, Status, lifecycle
from predictor.models.lifecycle import Event
from predictor.models.upsert import Placed
from predictor.services import recording, saving, scoring
from predictor.services.deciding import moves
from predictor.services.desk import journal
from predictor.services.recording import Asked, Place
from predictor.services.scored import ScoredBatch


class NotOpen(Exception):
    """The application is decided or closed: its values stand."""

    def __init__(self) -> None:
        super().__init__("The application is decided or closed.")


class ChangedMeanwhile(Exception):
    """The values that were on the screen are no longer those that stand."""

    def __init__(self) -> None:
        super().__init__("Somebody has changed the application meanwhile.")


def correct(
    key: UUID,
    row: Mapping[str, object],
    *,
    by: User,
    request_id: str,
    seen: int | None = None,
    why: str = "",
    answered: bool = False,
    confirmed: Mapping[str, schema.Value] | None = None,
) -> ScoredBatch:
    """Give an open application these values, and score it.

    Parameters
    ----------
    row : a JSON row, with the application's own reference.
    seen : the revision that was on the screen; others may not be overwritten unseen.
    answered : whether protected attributes were answered anew. That is a change then,
        also where the answers are those that stand: nobody learns whether they are.
    confirmed : as ``scoring.score`` takes it.

    Raises
    ------
    NotOpen, ChangedMeanwhile, and what ``scoring.score`` raises
        Nothing is stored then.
    """
    return scoring.score(
        rows=[row],
        by=by,
        channel=Channel.FORM,
        request_id=request_id,
        overwrite=_in_place(key, seen, why, answered=answered),
        explain="all",
        confirmed=confirmed,
    )


def keep(
    key: UUID,
    row: Mapping[str, object],
    *,
    by: User,
    request_id: str,
    seen: int | None = None,
    why: str = "",
    answered: bool = False,
) -> UUID:
    """Give an open application these values without scoring it; return its key.

    Raises
    ------
    NotOpen, ChangedMeanwhile, and what ``saving.save`` raises
        Nothing is stored then.
    """
    return saving.save(
        row=row,
        by=by,
        channel=Channel.FORM,
        request_id=request_id,
        overwrite=_in_place(key, seen, why, answered=answered),
    )


def score_again(key: UUID, *, by: User, request_id: str) -> ScoredBatch:
    """Score an open application as it stands, with the version that is live.

    Raises
    ------
    NotOpen, ChangedMeanwhile, and what ``scoring.score`` raises
        Nothing is stored then.
    """
    application = LoanApplication.objects.get(pk=key)
    if not application.is_open:
        raise NotOpen
    return correct(
        key,
        application.as_applicant(),
        by=by,
        request_id=request_id,
        seen=application.revision,
    )


def _in_place(key: UUID, seen: int | None, why: str, *, answered: bool) -> Place:
    return partial(_place, key=key, seen=seen, why=why, answered=answered)


def _place(
    applicants: Applicants,
    asked: Asked,
    *,
    key: UUID,
    seen: int | None,
    why: str,
    answered: bool,
) -> dict[str, Placed]:
    """Update one application where it stands, in the transaction of its score."""
    [loan_id] = applicants.loan_ids
    wanted = applicants.applicant(0)
    application = moves.locked(key)
    if not application.is_open:
        raise NotOpen
    if answered or _differs(application, wanted):
        if seen not in (None, application.revision):
            raise ChangedMeanwhile
        _change(application, wanted, asked)
        journal.write(
            application,
            Kind.CORRECTED,
            by=asked.by,
            at=application.updated_at,
            text=why,
        )
    return {str(loan_id): Placed(str(application.pk), application.revision)}


def _differs(application: LoanApplication, wanted: schema.Applicant) -> bool:
    standing = application.as_applicant()
    return any(standing[f.name] != wanted[f.name] for f in schema.PREDICTORS)


def _change(
    application: LoanApplication, wanted: schema.Applicant, asked: Asked
) -> None:
    for field in schema.PREDICTORS:
        setattr(application, field.attribute, wanted[field.name])
    application.revision += 1
    application.updated_at = max(application.updated_at, asked.at)
    _complete(application, known=recording.is_complete(wanted))
    application.save(update_fields=_WRITTEN)


def _complete(application: LoanApplication, *, known: bool) -> None:
    """Let the status follow the facts, and the clock begin when all are known."""
    target = Status.READY if known else Status.INCOMPLETE
    if application.status != target:
        event = Event.COMPLETE if known else Event.LACK
        application.status = lifecycle.move(event, application.status, target)
    began = application.completed_at or application.updated_at
    application.completed_at = began if known else None


_WRITTEN: Final = (
    *(field.attribute for field in schema.PREDICTORS),
    "revision",
    "status",
    "completed_at",
    "updated_at",
)
