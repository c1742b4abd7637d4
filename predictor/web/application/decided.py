"""The decisions of an application, and which of them is in force."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final, cast

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils.translation import gettext_lazy as _

from predictor.models import Decision, JournalEntry, Kind, LoanApplication, Status
from predictor.models.journal import ANSWERS
from predictor.models.lifecycle import DECIDED
from predictor.web.wording import Words

_IN_FORCE: Final = _("In force")
_REPLACED: Final = _("No longer in force")
_WAITS: Final = _("Waits for a second officer")
_SENT_BACK: Final = _("Sent back by %(name)s")
_NEVER: Final = _("Never took effect")


@dataclass(frozen=True, slots=True)
class Line:
    """A decision, where it stands, and who confirmed it."""

    decision: Decision
    standing: Words
    confirmed_by: str


def decisions_of(application: LoanApplication) -> QuerySet[Decision]:
    """Return the decisions, newest first, with what a second officer answered."""
    answer = JournalEntry.objects.filter(decision=OuterRef("pk"), kind__in=ANSWERS)
    return application.decisions.select_related("decided_by").annotate(
        answer=Subquery(answer.values("kind")[:1]),
        answered_by=Subquery(answer.values("written_by__username")[:1]),
    )


def lines(
    application: LoanApplication, decisions: Iterable[Decision]
) -> Iterator[Line]:
    """Yield a line for each of the decisions, as ``decisions_of`` returns them."""
    in_force = application.status in DECIDED
    waits = application.status == Status.SECOND_OFFICER
    for one in cast("Iterable[Any]", decisions):
        confirmed = one.answered_by if one.answer == Kind.CONFIRMED else ""
        if one.needs_second and not confirmed:
            yield Line(one, _unconfirmed(one, waits=waits), "")
        else:
            yield Line(one, _IN_FORCE if in_force else _REPLACED, confirmed)
            in_force = False  # the newest one that took effect
        waits = False


def _unconfirmed(one: Any, *, waits: bool) -> Words:
    if one.answer == Kind.SENT_BACK:
        return _SENT_BACK % {"name": one.answered_by}
    return _WAITS if waits else _NEVER
