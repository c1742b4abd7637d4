"""Pages by key: the last page costs what the first one does."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final, Generic, TypeVar
from uuid import UUID

from django.db.models import Model, QuerySet

PAGE_SIZE: Final = 25
#: So many rows are looked through for a page of those that fit.
LOOKED_THROUGH: Final = 2_000

Row = TypeVar("Row", bound=Model)
#: Takes keys and returns those of the rows that fit.
Fits = Callable[[list[UUID]], set[UUID]]


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """Rows, newest first, and the keys from which the neighbouring pages start."""

    rows: list[Row]
    older: UUID | None
    newer: UUID | None


def page_of(
    rows: QuerySet[Row], query: Mapping[str, str], fits: Fits | None = None
) -> Page[Row]:
    """Return the page that ``before`` or ``after`` names, else the newest rows.

    Parameters
    ----------
    fits : where only some of the rows are wanted. The newest 2,000 behind the key are
        looked through, so that a page may have few rows, or none, and lead on.
    """
    before, after = key_in(query.get("before")), key_in(query.get("after"))
    if after and not before:
        keys, more = _walk(rows.filter(pk__gt=after).order_by("pk"), fits)
        return Page(_read(rows, keys[::-1]), keys[0] if keys else None, more)
    if before:
        rows = rows.filter(pk__lt=before)
    keys, more = _walk(rows.order_by("-pk"), fits)
    newer = keys[0] if keys and before else None
    return Page(_read(rows, keys), more, newer)


def _walk(rows: QuerySet[Row], fits: Fits | None) -> tuple[list[UUID], UUID | None]:
    """Return a page's keys in the order of the rows, and where the next one starts."""
    most = LOOKED_THROUGH if fits else PAGE_SIZE
    seen: list[UUID] = list(rows.values_list("pk", flat=True)[: most + 1])
    there_is_more, seen = len(seen) > most, seen[:most]
    fitting = fits(seen) if fits else set(seen)
    wanted = [key for key in seen if key in fitting]
    if len(wanted) > PAGE_SIZE:
        return wanted[:PAGE_SIZE], wanted[PAGE_SIZE - 1]
    return wanted, seen[-1] if there_is_more else None


def _read(rows: QuerySet[Row], keys: list[UUID]) -> list[Row]:
    found = rows.in_bulk(keys)
    return [found[key] for key in keys if key in found]


def key_in(text: str | None) -> UUID | None:
    """Return the key, or None where the address was tampered with."""
    try:
        return UUID(text) if text else None
    except ValueError:
        return None
