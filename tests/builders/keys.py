"""Keys of rows that were made at some time."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from predictor.models.keys import new_key


def key_at(moment: datetime) -> UUID:
    """Return a key of version 7 that says it was made at that time."""
    milliseconds = int(moment.timestamp() * 1000)
    random = uuid4().int & ((1 << 76) - 1)
    return UUID(int=milliseconds << 80 | 7 << 76 | random)


def key_for(changes: dict[str, Any]) -> UUID:
    made = changes.get("created_at")
    return key_at(made) if made else new_key()
