"""The decisions of an application, and where each of them stands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, cast
from uuid import UUID

from django.db.models import OuterRef, QuerySet, Subquery

from predictor.models import Decision, JournalEntry, Kind, LoanApplication, Status
from predictor.models.journal import ANSWERS
from predictor.models.lifecycle import DECIDED
from predictor.services.deciding.standing import Standing


@dataclass(frozen=True, slots=True)
class Line:
    """A decision, where it stands, and which second officer answered it."""

    decision: Decision
    standing: Standing
    confirmed_by: str
    sent_back_by: str


def decisions_of(application: LoanApplication) -> QuerySet[Decision]:
    """Return the decisions, newest first, with what a second officer answered."""
    answer = JournalEntry.objects.filter(decision=OuterRef("pk"), kind__in=ANSWERS)
    return application.decisions.select_related("decided_by").annotate(
        answer=Subquery(answer.values("kind")[:1]),
        answered_by=Subquery(answer.values("written_by__username")[:1]),
    )


def lines(
    application: LoanApplication, decisions: Sequence[Decision]
) -> Iterator[Line]:
    """Yield a line for each of the decisions, as ``decisions_of`` returns them.

    It says what ``standing.of`` does, of all of them and without a query.
    """
    above = _Above(application)
    for one in cast("Sequence[Any]", decisions):
        name, answer = one.answered_by or "", one.answer
        yield Line(
            one,
            above.standing(one),
            confirmed_by=name if answer == Kind.CONFIRMED else "",
            sent_back_by=name if answer == Kind.SENT_BACK else "",
        )


class _Above:
    """What the newer decisions say of the older ones."""

    def __init__(self, application: LoanApplication) -> None:
        self.in_force = application.status in DECIDED
        self.waits = application.status == Status.SECOND_OFFICER
        self.contested: set[UUID] = set()
        self.replaced: set[UUID] = set()

    def standing(self, one: Any) -> Standing:
        """Return where the next older decision stands."""
        standing = self._of(one)
        self.waits = False
        if standing.took_effect:
            self.in_force = False
            self.replaced.add(one.reverses_id)
        elif standing == Standing.AWAITING:
            self.contested.add(one.reverses_id)
        return standing

    def _of(self, one: Any) -> Standing:
        if one.needs_second and one.answer != Kind.CONFIRMED:
            return self._unconfirmed(one)
        if one.pk in self.contested:
            return Standing.CONTESTED
        if one.pk in self.replaced:
            return Standing.REPLACED
        return Standing.IN_FORCE if self.in_force else Standing.LAPSED

    def _unconfirmed(self, one: Any) -> Standing:
        if one.answer == Kind.SENT_BACK:
            return Standing.SENT_BACK
        return Standing.AWAITING if self.waits else Standing.NEVER
