"""When the outcome of a loan counts: not before the loan is ripe.

A default is a loan that is 90 days past due within ``OUTCOME_MONTHS`` of its decision.
Younger loans are not counted at all: of them only early defaults would be known.
"""

from __future__ import annotations

import calendar
from datetime import datetime

from django.conf import settings
from django.utils import timezone

from predictor.models import Outcome


def ripe_before(now: datetime | None = None) -> datetime:
    """Return the moment before which a loan was decided that is ripe by now."""
    return _months_later(now or timezone.now(), -settings.OUTCOME_MONTHS)


def is_default(
    outcome: str | None, *, decided_at: datetime | None, outcome_at: datetime | None
) -> bool:
    """Whether a ripe loan's outcome is a default, which a later one is not."""
    if outcome != Outcome.DEFAULTED or decided_at is None or outcome_at is None:
        return False
    return outcome_at <= _months_later(decided_at, settings.OUTCOME_MONTHS)


def _months_later(moment: datetime, months: int) -> datetime:
    """Return the same day of another month, or that month's last day."""
    year, month = divmod(moment.year * 12 + moment.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return moment.replace(year=year, month=month + 1, day=min(moment.day, last))
