"""What the log of activations tells: what was live when, and what was before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final
from uuid import UUID

from django.utils import timezone

from predictor.models import ModelActivation
from predictor.models.keys import key_after, new_key


class NothingWasLive(Exception):
    """No version had gone live at that moment."""

    def __init__(self, first: datetime | None) -> None:
        if first is None:
            super().__init__("No version has gone live yet.")
        else:
            at = first.astimezone(UTC).isoformat()
            super().__init__(f"No version was live then: the first went live at {at}.")


@dataclass(frozen=True, slots=True)
class WasLive:
    """The activation that held at a moment, and when the next one ended it."""

    at: datetime
    activation: ModelActivation
    until: datetime | None  # None: it holds still


def live_at(moment: datetime) -> WasLive:
    """Return what was live at a moment; a switch counts from its very instant on.

    Parameters
    ----------
    moment : with a time zone, and not in the future: nobody knows that yet.

    Raises
    ------
    NothingWasLive
    """
    log = ModelActivation.objects.order_by("created_at", "id")
    known = log.select_related("activated_by").filter(created_at__lte=moment)
    if (found := known.last()) is None:
        first = log.values_list("created_at", flat=True).first()
        raise NothingWasLive(first)
    later = log.filter(created_at__gt=moment).values_list("created_at", flat=True)
    return WasLive(moment, found, until=later.first())


def before_active() -> int | None:
    """Return what the last activation replaced that no rollback has taken back."""
    replaced: list[int | None] = []
    log = ModelActivation.objects.order_by("id")
    for before, is_rollback in log.values_list("previous_id", "is_rollback"):
        if not is_rollback:
            replaced.append(before)
        elif replaced:
            replaced.pop()
    return replaced[-1] if replaced else None


def next_place() -> tuple[UUID, datetime]:
    """Return key and moment of a new entry, behind all others of the log.

    Clocks of machines differ, and the log has to tell what came after what. Only
    whoever holds the lock on the versions may call it.
    """
    newest = ModelActivation.objects.order_by("id").last()
    now = timezone.now()
    if newest is None:
        return new_key(), now
    return key_after(newest.pk), max(now, newest.created_at + _TICK)


_TICK: Final = timedelta(microseconds=1)
