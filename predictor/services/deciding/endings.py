"""How approved loans ended: recorded, corrected, taken back.

The application has what is known now; its journal has who said what, and when.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext

from predictor.models import JournalEntry, Kind, LoanApplication, Outcome, Status
from predictor.services import days
from predictor.services.deciding import moves
from predictor.services.desk import journal

#: A day of the lender, or a moment; one without a zone is the lender's too.
When = date | datetime
#: What an outcome changes of an application.
WRITTEN: Final = ("outcome", "outcome_at", "updated_at")


class NotPossible(Exception):
    """The loan cannot have ended then: ``before_decision``, or in the ``future``."""

    def __init__(self, rule: str, message: str) -> None:
        super().__init__(message)
        self.rule = rule


class NotApproved(NotPossible):
    """There is no loan that could end."""

    def __init__(self) -> None:
        super().__init__(
            "not_approved", gettext("Only a loan that was approved has an outcome.")
        )


@transaction.atomic
def record(key: UUID, outcome: Outcome, when: When, *, by: User) -> JournalEntry | None:
    """Record how the loan of an application ended; the newest record counts.

    Returns
    -------
    What the journal has of it; None where the same is recorded already.

    Raises
    ------
    NotApproved, NotPossible
    """
    now = timezone.now()
    application = moves.locked(key)
    at = moment_of(application, when, now=now)
    if not differs(application, outcome, at):
        return None
    return _keep(application, outcome, at, by=by, now=now)


@transaction.atomic
def take_back(key: UUID, *, by: User) -> JournalEntry | None:
    """Take back how a loan ended; None where nothing is recorded."""
    application = moves.locked(key)
    if application.outcome is None:
        return None
    return _keep(application, None, None, by=by, now=timezone.now())


def moment_of(application: LoanApplication, when: When, *, now: datetime) -> datetime:
    """Return the moment that is stored: of a day its first one after the decision.

    Raises
    ------
    NotApproved, NotPossible
    """
    if application.status != Status.APPROVED:
        raise NotApproved
    if when.year not in days.YEARS:
        raise NotPossible("range", gettext("Its year is none from 1900 to 2199."))
    decided = application.decided_at
    at = _moment(when, decided)
    if decided and at < decided:
        raise NotPossible(
            "before_decision", gettext("It lies before the decision to approve it.")
        )
    if at > now:
        raise NotPossible(
            "future", gettext("It lies in the future: record it when it has come.")
        )
    return at


def _moment(when: When, decided: datetime | None) -> datetime:
    if isinstance(when, datetime):
        zone = timezone.get_default_timezone()
        return when if when.tzinfo else timezone.make_aware(when, zone)
    at = days.beginning(when)
    return max(at, decided) if decided and days.of(decided) == when else at


def differs(application: LoanApplication, outcome: Outcome, at: datetime) -> bool:
    """Whether an outcome is another than what is recorded."""
    return (application.outcome, application.outcome_at) != (outcome.value, at)


def set_outcome(
    application: LoanApplication,
    outcome: Outcome | None,
    at: datetime | None,
    *,
    now: datetime,
) -> dict[str, Any]:
    """Set what is known now, without storing it; return what the journal says of it."""
    before = _told(application.outcome, application.outcome_at)
    application.outcome = outcome and outcome.value
    application.outcome_at = at
    application.updated_at = now
    return _told(application.outcome, at) | {"before": before}


def _told(outcome: str | None, at: datetime | None) -> dict[str, Any]:
    return {"outcome": outcome, "outcome_at": at and at.isoformat()}


def _keep(
    application: LoanApplication,
    outcome: Outcome | None,
    at: datetime | None,
    *,
    by: User,
    now: datetime,
) -> JournalEntry:
    details = set_outcome(application, outcome, at, now=now)
    application.save(update_fields=WRITTEN)
    return journal.write(application, Kind.OUTCOME, by=by, at=now, details=details)
