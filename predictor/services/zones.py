"""The time zone in which somebody reads times. Days that count are the lender's.

A browser says in a cookie which zone it is in, and a person may choose another.
Whatever is not in the time zone database counts as nothing said.
"""

from __future__ import annotations

import zoneinfo
from collections.abc import Mapping
from datetime import tzinfo
from functools import cache
from typing import Final

from django.utils import timezone

#: The cookie that a script of the pages sets: the zone of the browser.
BROWSER: Final = "timezone"
#: The cookie of whoever chose a zone on the page of settings.
CHOSEN: Final = "timezone_chosen"
_REGIONS: Final = (
    *("Africa", "America", "Antarctica", "Arctic", "Asia"),
    *("Atlantic", "Australia", "Europe", "Indian", "Pacific"),
)


def of(cookies: Mapping[str, str]) -> tzinfo:
    """Return the zone that somebody chose, or else the browser's, or the lender's."""
    name = chosen(cookies) or _known(cookies.get(BROWSER))
    return zoneinfo.ZoneInfo(name) if name else timezone.get_default_timezone()


def chosen(cookies: Mapping[str, str]) -> str:
    """Return the name of the zone that somebody chose; nothing where nobody did."""
    return _known(cookies.get(CHOSEN))


@cache
def offered() -> tuple[str, ...]:
    """Return the names that people know: UTC, and those of a region and a place."""
    return ("UTC", *sorted(n for n in _names() if n.split("/")[0] in _REGIONS))


@cache
def _names() -> frozenset[str]:
    return frozenset(zoneinfo.available_timezones())  # reads a folder each time


def _known(name: str | None) -> str:
    return name if name and name in _names() else ""
