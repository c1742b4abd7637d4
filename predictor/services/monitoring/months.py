"""Calendar months in the lender's time zone, and the keys of the rows made in one."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, datetime, timedelta
from typing import Final

from django.db.models import Q
from django.utils import timezone

from predictor.models.keys import first_key
from predictor.services import days

#: A request that began in a month may commit in the next one; a day later none does.
CLOSES_AFTER: Final = timedelta(days=1)


def of(moment: datetime) -> date:
    """Return the month of a moment: its first day."""
    return days.of(moment).replace(day=1)


def name(month: date) -> str:
    """Return a month as people read it, in one piece."""
    return f"{month:%b}\N{NO-BREAK SPACE}{month:%Y}"


def moved(month: date, by: int) -> date:
    """Return the month so many months later, or earlier where it is negative."""
    years, place = divmod(month.month - 1 + by, 12)
    return date(month.year + years, place + 1, 1)


def up_to(last: date, number: int) -> list[date]:
    """Return so many months that end with the last, ascending."""
    return [moved(last, -back) for back in reversed(range(number))]


def between(first: date, last: date) -> list[date]:
    """Return the months from the first to the last, both included."""
    number = (last.year - first.year) * 12 + last.month - first.month + 1
    return up_to(last, max(0, number))


def start(month: date) -> datetime:
    """Return the moment at which a month begins."""
    return days.beginning(month)


def is_over(month: date, now: datetime) -> bool:
    """Whether no row can be added to a month any more."""
    return now >= start(moved(month, 1)) + CLOSES_AFTER


def made_in(month: date) -> Q:
    """Return what the rows of a month have in common: the index of the keys serves."""
    return Q(id__gte=first_key(start(month)), id__lt=first_key(start(moved(month, 1))))


def later(moment: datetime, months: int) -> datetime:
    """Return the same time of day so many months later, or the month's last day."""
    lenders = timezone.get_default_timezone()
    local = timezone.localtime(moment, lenders)
    month = moved(local.date(), months)
    day = min(local.day, monthrange(month.year, month.month)[1])
    naive = datetime.combine(month.replace(day=day), local.time())
    return timezone.make_aware(naive, lenders)
