"""Which decision of an application is in force."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.db.models import Exists, OuterRef, Q, QuerySet

from predictor.models import Decision, JournalEntry, Kind, LoanApplication, Status
from predictor.models.application import LabelSource

_BY_A_PERSON: Final = (LabelSource.OFFICER, LabelSource.API)


def in_effect(decisions: QuerySet[Decision]) -> QuerySet[Decision]:
    """Return those that need no second officer, or have one who confirmed them."""
    confirmed = JournalEntry.objects.filter(
        decision=OuterRef("pk"), kind=Kind.CONFIRMED
    )
    return decisions.filter(Q(needs_second=False) | Exists(confirmed))


def in_force(application: LoanApplication) -> Decision | None:
    """Return the decision that the status comes from; None where none does.

    A label that came with a file, or the sample, is nobody's decision here.
    """
    if application.status != Status.COUNTER_OFFER and (
        application.label_source not in _BY_A_PERSON
    ):
        return None
    return in_effect(application.decisions.all()).order_by("-id").first()


def confirmation_of(decision: Decision) -> JournalEntry | None:
    """Return what a second officer wrote who confirmed a decision."""
    return decision.journal.filter(kind=Kind.CONFIRMED).first()


def took_effect_at(decision: Decision) -> datetime:
    """Return when a decision took effect: with it, or when it was confirmed."""
    confirmed = confirmation_of(decision) if decision.needs_second else None
    return confirmed.created_at if confirmed else decision.created_at


def awaiting_second(application: LoanApplication) -> Decision | None:
    """Return the decision that waits for a second officer, if any does."""
    if application.status != Status.SECOND_OFFICER:
        return None
    return application.decisions.order_by("-id").first()
