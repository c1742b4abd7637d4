"""Days as the lender counts them: in the zone of the installation, whoever looks.

What the law counts in days must not depend on where an officer travels.
"""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Final

from django.utils import timezone

#: Years in which something of a loan can happen: what is outside is a slip.
YEARS: Final = range(1900, 2200)


def of(moment: datetime) -> date:
    """Return the lender's day of a moment."""
    return timezone.localdate(moment, timezone.get_default_timezone())


def today() -> date:
    """Return the lender's day of now."""
    return of(timezone.now())


def beginning(day: date) -> datetime:
    """Return the moment in which a day of the lender begins."""
    midnight = datetime.combine(day, time.min)
    return timezone.make_aware(midnight, timezone.get_default_timezone())
