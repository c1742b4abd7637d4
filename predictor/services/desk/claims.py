"""Who works on an application: claimed by oneself, given to another, given back.

A claim says whose it is, and forbids nobody to decide.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext

from predictor.models import JournalEntry, Kind, LoanApplication, Status
from predictor.models.queues import Queue
from predictor.services.deciding import moves
from predictor.services.desk import journal

_MAY_DECIDE: Final = "predictor.add_decision"
_BACKEND: Final = "django.contrib.auth.backends.ModelBackend"


class Taken(Exception):
    """Somebody else works on it."""

    def __init__(self, application: LoanApplication) -> None:
        whose = application.assignee.get_username() if application.assignee else ""
        super().__init__(
            gettext("%(reference)s is claimed by %(name)s.")
            % {"reference": application.loan_id, "name": whose}
        )


class NothingToDo(Exception):
    """It waits for nothing any more."""

    def __init__(self, application: LoanApplication) -> None:
        super().__init__(
            gettext("Nothing is left to do for %(reference)s.")
            % {"reference": application.loan_id}
        )


class NotAnOfficer(Exception):
    """It can only be given to an active officer who may decide."""

    def __init__(self) -> None:
        super().__init__(gettext("Choose an officer who may decide."))


@dataclass(frozen=True, slots=True)
class Claims:
    """What became of several claims at once."""

    claimed: list[LoanApplication]
    refused: list[Taken | NothingToDo]


def officers() -> QuerySet[User]:
    """Return to whom an application can be given, by name."""
    found = User.objects.with_perm(
        _MAY_DECIDE, include_superusers=False, backend=_BACKEND
    )
    return found.order_by("username")


@transaction.atomic
def claim(key: UUID, *, by: User, take_over: bool = False) -> LoanApplication:
    """Claim an application; of two at once one gets it.

    Parameters
    ----------
    take_over : whether to take it from somebody who works on it.

    Raises
    ------
    Taken, NothingToDo
    """
    application = moves.locked(key)
    if application.assignee_id == by.pk:
        return application
    _refuse_what_is_done(application)
    if application.assignee and not take_over:
        raise Taken(application)
    return _give(application, by, Kind.CLAIMED, by=by, details=_from(application))


@transaction.atomic
def claim_each(keys: Collection[UUID], *, by: User) -> Claims:
    """Claim several; what somebody else has, or waits for nothing, is passed over."""
    locked = LoanApplication.objects.select_for_update(no_key=True, of=("self",))
    # In the order of their keys: two officers never wait for each other in a circle.
    rows = locked.filter(pk__in=keys).select_related("assignee").order_by("pk")
    done = Claims([], [])
    for application in rows:
        if application.assignee_id not in (None, by.pk):
            done.refused.append(Taken(application))
        elif application.queue is None:
            done.refused.append(NothingToDo(application))
        else:
            done.claimed.append(application)
    new = [a for a in done.claimed if a.assignee_id is None]
    LoanApplication.objects.filter(pk__in=[a.pk for a in new]).update(assignee=by)
    JournalEntry.objects.bulk_create(
        [journal.new(application, Kind.CLAIMED, by=by) for application in new]
    )
    return done


@transaction.atomic
def claim_next(*, by: User) -> LoanApplication | None:
    """Claim what nobody works on and is due first; None where there is nothing.

    Two officers at once get two applications, and neither waits for the other.
    """
    free = LoanApplication.objects.filter(
        queue=Queue.DECIDE, status=Status.READY, assignee=None
    ).order_by("waiting_since", "pk")
    first = free.select_for_update(no_key=True, skip_locked=True).first()
    return first and _give(first, by, Kind.CLAIMED, by=by)


@transaction.atomic
def assign(key: UUID, to: User, *, by: User) -> LoanApplication:
    """Give an application to another officer, whoever works on it now.

    Raises
    ------
    NotAnOfficer, NothingToDo
    """
    if not officers().filter(pk=to.pk).exists():
        raise NotAnOfficer
    application = moves.locked(key)
    if application.assignee_id == to.pk:
        return application
    _refuse_what_is_done(application)
    details = {"to": to.pk, "username": to.get_username()}
    return _give(application, to, Kind.ASSIGNED, by=by, details=details)


@transaction.atomic
def release(key: UUID, *, by: User) -> LoanApplication:
    """Give an application back, so that another one may claim it.

    Raises
    ------
    Taken
        Where it is somebody else's.
    """
    application = moves.locked(key)
    if application.assignee is None:
        return application
    if application.assignee_id != by.pk:
        raise Taken(application)
    return _give(application, None, Kind.RELEASED, by=by)


def _refuse_what_is_done(application: LoanApplication) -> None:
    if application.queue is None:
        raise NothingToDo(application)


def _from(application: LoanApplication) -> dict[str, Any]:
    """Return from whom it is taken, for the journal."""
    whose = application.assignee
    return {"from": whose.pk, "username": whose.get_username()} if whose else {}


def _give(
    application: LoanApplication,
    to: User | None,
    kind: Kind,
    *,
    by: User,
    details: Mapping[str, Any] | None = None,
) -> LoanApplication:
    application.assignee = to
    application.save(update_fields=["assignee"])
    journal.write(application, kind, by=by, details=details)
    return application
