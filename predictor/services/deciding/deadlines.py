"""What is due to an applicant, and by when. For the officer's screen, and no letter.

The days are those of 12 CFR 1002.9(a)(1), counted from the day on which an application
was complete, and after a counter-offer from the day on which it was told, whatever
becomes of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from django.utils.translation import gettext

from predictor.models import LoanApplication, Status
from predictor.models.application import LabelSource
from predictor.services import days

#: From completion to the notice of what was decided.
NOTICE: Final = timedelta(days=30)
#: From a counter-offer that was not accepted to the notice that nothing came of it.
COUNTER_OFFER: Final = timedelta(days=90)

_UNDECIDED: Final = (Status.READY, Status.SECOND_OFFICER)
_DECIDED: Final = (Status.APPROVED, Status.DECLINED)
#: Whoever decided elsewhere tells of it, too.
_HERE: Final = (LabelSource.OFFICER, LabelSource.API)


@dataclass(frozen=True, slots=True)
class Due:
    """What is due, and on which day at the latest."""

    what: str
    on: date
    days_left: int  # below 0 where it is late

    @property
    def days_late(self) -> int:
        """How many days late it is; 0 where it is not."""
        return max(0, -self.days_left)


def due(application: LoanApplication) -> Due | None:
    """Return what is due for an application; None where nothing is, or not by us."""
    if application.status == Status.COUNTER_OFFER:
        told = _told(application)
        return _due(gettext("Notice after the counter-offer"), told, COUNTER_OFFER)
    since = application.counts_from or application.completed_at
    if application.status in _UNDECIDED:
        return _due(gettext("Decision and notice"), since, NOTICE)
    if _waits_for_notice(application):
        return _due(gettext("Notice of the decision"), since, NOTICE)
    return None


def after_offer(application: LoanApplication) -> datetime | None:
    """Return from when the days count once the counter-offer in force is answered.

    The days are those of any notice then, and end with those of the offer: so the
    database can order what is due by one column.
    """
    told = _told(application)
    return told and days.beginning(days.of(told) + COUNTER_OFFER - NOTICE)


def _told(application: LoanApplication) -> datetime | None:
    return application.notified_at or application.decided_at


def allowed(status: str) -> timedelta:
    """Return how long there is for what is due at that status."""
    return COUNTER_OFFER if status == Status.COUNTER_OFFER else NOTICE


def _waits_for_notice(application: LoanApplication) -> bool:
    """Whether a person decided it here and nobody was told yet."""
    return (
        application.status in _DECIDED
        and application.label_source in _HERE
        and application.notified_at is None
    )


def _due(what: str, since: datetime | None, after: timedelta) -> Due | None:
    if since is None:
        return None
    on = days.of(since) + after
    return Due(what, on, (on - days.today()).days)
