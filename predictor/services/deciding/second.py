"""The second officer: when one is needed, and what that one answers."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext

from ml import schema
from predictor.models import Decision, Kind, LoanApplication, Verdict
from predictor.models.lifecycle import Event
from predictor.services.deciding import blind, force, moves, notices

_THOUSANDS: Final = 1_000


class NothingToConfirm(Exception):
    """The decision does not wait for a second officer, or not any more."""

    def __init__(self) -> None:
        super().__init__(gettext("No second officer is waited for any more."))


class SamePerson(Exception):
    """Who decided is no second officer."""

    def __init__(self) -> None:
        super().__init__(gettext("You decided it: another officer has to look at it."))


class NoReason(Exception):
    """A decision is sent back without a word."""

    def __init__(self) -> None:
        super().__init__(gettext("Say why it goes back."))


def is_needed(decision: Decision) -> bool:
    """Whether a decision takes effect only when a second officer has confirmed it."""
    if settings.SECOND_OFFICER_ON_OVERRIDE and decision.override_code:
        return True
    above = settings.SECOND_OFFICER_ABOVE
    return bool(above) and _amount(decision) > above


def _amount(decision: Decision) -> float:
    """Return the larger of what was asked for and what is offered, in currency."""
    asked = decision.inputs[schema.LOAN_AMOUNT.name]
    offered = (decision.offer or {}).get(schema.LOAN_AMOUNT.name, 0)
    return float(max(asked, offered)) * _THOUSANDS


def may_answer(decision: Decision, user: User) -> bool:
    """Whether somebody may be the second officer of a decision."""
    return decision.decided_by_id != user.pk


@transaction.atomic
def confirm(key: UUID, *, by: User, text: str = "") -> Decision:
    """Confirm a decision as its second officer; it takes effect now.

    Raises
    ------
    NothingToConfirm, SamePerson, blind.Hidden
    """
    application, decision = _waiting(key, by)
    at = timezone.now()
    target = moves.STATUS_OF[Verdict(decision.verdict)]
    letter = notices.letter_or_none(decision, at=at)
    moves.move(
        application,
        Event.CONFIRM,
        target,
        Kind.CONFIRMED,
        by=by,
        at=at,
        text=text,
        details={"letter": letter},
        decision=decision,
    )
    return decision


@transaction.atomic
def send_back(key: UUID, *, by: User, text: str) -> Decision:
    """Send a decision back: it never takes effect, and what stood before stands again.

    Raises
    ------
    NothingToConfirm, SamePerson, NoReason, blind.Hidden
    """
    if not text.strip():
        raise NoReason
    application, decision = _waiting(key, by)
    moves.put_back(application, decision, by=by, at=timezone.now(), text=text.strip())
    return decision


def _waiting(key: UUID, by: User) -> tuple[LoanApplication, Decision]:
    decision = Decision.objects.select_related("reverses").get(pk=key)
    application = moves.locked(decision.application_id)
    waiting = force.awaiting_second(application)
    if waiting is None or waiting.pk != decision.pk:
        raise NothingToConfirm
    if not may_answer(decision, by):
        raise SamePerson
    blind.refuse_while_hidden(application, by)
    decision.application = application
    return application, decision
