"""Primary keys that are made here, in the order of time."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

import uuid_utils
from uuid_utils.compat import uuid7


def new_key() -> UUID:
    """Return a UUID of version 7: bulk writes need no answer from the database."""
    return uuid7()


def new_keys(number: int) -> list[str]:
    """Return as many, as text: objects would take ten times longer."""
    return [str(uuid_utils.uuid7()) for _ in range(number)]


def key_after(other: UUID | None) -> UUID:
    """Return a key that is greater, whatever the clock of another machine said."""
    key = uuid7()
    return key if other is None or key > other else UUID(int=other.int + 1)


def first_key(moment: datetime) -> UUID:
    """Return what no UUID of version 7 made at that time or later is less than."""
    milliseconds = max(0, int(moment.timestamp() * 1000))
    return UUID(int=milliseconds << 80)


def made_at(key: UUID) -> datetime:
    """Return when a key was made, to the millisecond; of any other key, some moment."""
    return datetime.fromtimestamp(min(key.int >> 80, _LATEST) / 1000, UTC)


_LATEST = 1 << 47  # milliseconds: in the year 6429, which a datetime still holds
