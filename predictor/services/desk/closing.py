"""An application ends without a decision: withdrawn, or closed as incomplete."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from predictor.models import Kind, LoanApplication, Status
from predictor.models.lifecycle import Event
from predictor.services.deciding import moves


class NoReason(Exception):
    """It was not said why."""

    def __init__(self) -> None:
        super().__init__("Say why.")


@transaction.atomic
def withdraw(key: UUID, why: str, *, by: User) -> LoanApplication:
    """Record that the applicant withdraws; a decision that waits takes no effect.

    Raises
    ------
    NoReason, lifecycle.NotAllowed
    """
    return _end(key, Event.WITHDRAW, Status.WITHDRAWN, Kind.WITHDRAWN, why, by)


@transaction.atomic
def close(key: UUID, why: str, *, by: User) -> LoanApplication:
    """Close an application whose facts never came.

    Raises
    ------
    NoReason, lifecycle.NotAllowed
    """
    return _end(key, Event.CLOSE, Status.CLOSED_INCOMPLETE, Kind.CLOSED, why, by)


def _end(
    key: UUID, event: Event, target: Status, kind: Kind, why: str, by: User
) -> LoanApplication:
    if not why.strip():
        raise NoReason
    application = moves.locked(key)
    at = timezone.now()
    moves.move(application, event, target, kind, by=by, at=at, text=why.strip())
    return application
