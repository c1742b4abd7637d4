"""Pages by key: the last page costs what the first one does."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Generic, TypeVar
from uuid import UUID

from django.db.models import Model, QuerySet

PAGE_SIZE: Final = 25

Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """Rows, newest first, and the keys from which the neighbouring pages start."""

    rows: list[Row]
    older: UUID | None
    newer: UUID | None


def page_of(rows: QuerySet[Row], query: Mapping[str, str]) -> Page[Row]:
    """Return the page that ``before`` or ``after`` names, else the newest rows."""
    before, after = _key(query.get("before")), _key(query.get("after"))
    if after and not before:
        found = list(rows.filter(pk__gt=after).order_by("pk")[: PAGE_SIZE + 1])
        shown = found[:PAGE_SIZE][::-1]
        return Page(shown, _last(shown), _first(shown, if_=len(found) > PAGE_SIZE))
    if before:
        rows = rows.filter(pk__lt=before)
    found = list(rows.order_by("-pk")[: PAGE_SIZE + 1])
    shown = found[:PAGE_SIZE]
    more = len(found) > PAGE_SIZE
    return Page(shown, _last(shown) if more else None, _first(shown, if_=bool(before)))


def _first(rows: list[Row], *, if_: bool) -> UUID | None:
    return rows[0].pk if rows and if_ else None


def _last(rows: list[Row]) -> UUID | None:
    return rows[-1].pk if rows else None


def _key(text: str | None) -> UUID | None:
    """Return the key, or None where the address was tampered with."""
    try:
        return UUID(text) if text else None
    except ValueError:
        return None
