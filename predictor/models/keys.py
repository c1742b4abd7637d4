"""Primary keys that are made here, in the order of time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import uuid_utils
from uuid_utils.compat import uuid7

if TYPE_CHECKING:
    from uuid import UUID


def new_key() -> UUID:
    """Return a UUID of version 7: bulk writes need no answer from the database."""
    return uuid7()


def new_keys(number: int) -> list[str]:
    """Return as many, as text: objects would take ten times longer."""
    return [str(uuid_utils.uuid7()) for _ in range(number)]
