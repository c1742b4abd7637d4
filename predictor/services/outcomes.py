"""When the outcome of a loan counts, and for what.

A default is a loan that was 90 days past due: that is what ``defaulted`` means. It
counts where it came within ``OUTCOME_MONTHS`` after the decision, and no loan counts
before that time is over: whoever defaults early would be counted before the others.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.conf import settings

from predictor.models import Outcome
from predictor.services.monitoring import months

_SHORTEST_MONTH: Final = timedelta(days=28)


def decided_before(now: datetime) -> datetime:
    """Return a moment after which no loan was decided that is ripe by now."""
    return now - settings.OUTCOME_MONTHS * _SHORTEST_MONTH


def is_ripe(decided: datetime, now: datetime) -> bool:
    """Whether a loan is old enough for its outcome to count."""
    return _end(decided) <= now


def is_good(
    outcome: str | None, *, at: datetime | None, decided: datetime
) -> bool | None:
    """Return whether a ripe loan did not default in time; None where nobody knows.

    An outcome before the decision is a slip in the record, and tells nothing.
    """
    if outcome is None or at is None or at < decided:
        return None
    return not (outcome == Outcome.DEFAULTED and at <= _end(decided))


def _end(decided: datetime) -> datetime:
    return months.later(decided, settings.OUTCOME_MONTHS)
