"""What the log of activations tells: what was live when, and what was before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from predictor.models import ModelActivation


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
        if is_rollback:
            replaced.pop()
        else:
            replaced.append(before)
    return replaced[-1] if replaced else None
