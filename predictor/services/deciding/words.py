"""Words of officers: what is kept of a text, and how long one may be."""

from __future__ import annotations

import unicodedata
from typing import Final

#: Characters of an explanation, and of a reason that stands in a letter.
MOST_TEXT: Final = 2_000
MOST_REASON: Final = 300

_INVISIBLE: Final = ("Cf", "Co", "Cs")


def plain(text: str) -> str:
    """Return a text that says no more than what is seen of it."""
    seen = (c for c in text if unicodedata.category(c) not in _INVISIBLE)
    return "".join(seen).strip()
