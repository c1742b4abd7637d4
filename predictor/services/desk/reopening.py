"""Correct and reopen: an error is found after an application was decided or closed."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext

from predictor.models import Kind, LoanApplication, Status, lifecycle
from predictor.models.application import LabelSource
from predictor.models.lifecycle import Event, NotAllowed
from predictor.services import recording
from predictor.services.deciding import moves
from predictor.services.desk.closing import NoReason

_NOT_DECIDED_HERE: Final = (LabelSource.SAMPLE, LabelSource.IMPORTED)


class NotReopenable(Exception):
    """The application stands for good."""

    def __init__(self, rule: str, message: str) -> None:
        super().__init__(message)
        self.rule = rule


def refuse_unless_reopenable(application: LoanApplication) -> None:
    """Refuse what is open, was decided elsewhere, or is a loan that has ended.

    Raises
    ------
    NotAllowed
    NotReopenable
        With the rule ``elsewhere`` or ``ended``.
    """
    if not lifecycle.may(Event.REOPEN, application.status):
        raise NotAllowed(Event.REOPEN, Status(application.status))
    if application.label_source in _NOT_DECIDED_HERE:
        raise NotReopenable(
            "elsewhere", gettext("It was not decided here: the label came with a file.")
        )
    if application.outcome:
        raise NotReopenable(
            "ended", gettext("How the loan ended is recorded: the decision stands.")
        )


def is_reopenable(application: LoanApplication) -> bool:
    """Whether an application may be corrected and reopened."""
    try:
        refuse_unless_reopenable(application)
    except (NotAllowed, NotReopenable):
        return False
    return True


@transaction.atomic
def reopen(key: UUID, why: str, *, by: User) -> LoanApplication:
    """Open an application again, so that it can be corrected, scored and decided.

    It gets a new revision, so that no score that stands can be decided on, and has no
    label any more. Decisions stay with their snapshots. The day on which it was
    complete stays too: an error of ours gives us no more time.

    Raises
    ------
    NoReason, NotAllowed, NotReopenable
    """
    if not why.strip():
        raise NoReason
    application = moves.locked(key)
    refuse_unless_reopenable(application)
    known = recording.is_complete(application.as_applicant())
    application.updated_at = at = timezone.now()
    application.revision += 1
    if known and application.completed_at is None:
        application.completed_at = at
    application.save(update_fields=("revision", "completed_at", "updated_at"))
    target = Status.READY if known else Status.INCOMPLETE
    moves.move(
        application,
        Event.REOPEN,
        target,
        Kind.REOPENED,
        by=by,
        at=at,
        text=why.strip(),
    )
    return application
