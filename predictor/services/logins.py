"""Failed logins: how long one is locked, and what is kept of them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from axes.models import AccessAttempt
from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone


def locked_until(*, username: str, address: str | None) -> datetime:
    """Return when a login that is locked opens again."""
    failures = AccessAttempt.objects.filter(username=username, ip_address=address)
    last = failures.order_by("-attempt_time").first()
    since: datetime = last.attempt_time if last else timezone.now()
    return since + settings.AXES_COOLOFF_TIME


def old_failures(now: datetime) -> QuerySet[AccessAttempt]:
    """Return the failures that no longer lock anything."""
    over = now - settings.AXES_COOLOFF_TIME
    failures: QuerySet[AccessAttempt] = AccessAttempt.objects.all()
    return failures.filter(attempt_time__lte=over)


def keep_nothing_posted(instance: AccessAttempt, **_: Any) -> None:
    """Empty what axes would keep of the query and the form (a signal's receiver).

    It masks fields that it knows by name. A login may carry others: what was typed
    before the session ended, or the address of a page that has a reference in it.
    """
    instance.get_data = instance.post_data = ""
