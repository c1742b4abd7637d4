"""Pages by key: the last page costs what the first one does."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Generic, TypeVar
from uuid import UUID

from django.db.models import Model, QuerySet

PAGE_SIZE: Final = 25
#: So many rows are looked through for a page of those that fit.
LOOKED_THROUGH: Final = 2_000
#: So many first: most pages are full with them.
_LOOKED_THROUGH_FIRST: Final = 200

Row = TypeVar("Row", bound=Model)
#: Takes keys and returns those of the rows that fit.
Fits = Callable[[list[UUID]], set[UUID]]
#: In the order of a walk; read only as far as it is cut.
Keys = Sequence[UUID] | QuerySet[Any, UUID]


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """Rows, newest first, and the keys from which the neighbouring pages start."""

    rows: list[Row]
    older: UUID | None
    newer: UUID | None


def page_of(
    rows: QuerySet[Row],
    query: Mapping[str, str],
    fits: Fits | None = None,
    *,
    among: Collection[UUID] | None = None,
) -> Page[Row]:
    """Return the page that ``before`` or ``after`` names, else the newest rows.

    Parameters
    ----------
    fits : where only some of the rows are wanted. The newest 2,000 behind the key are
        looked through, so that a page may have few rows, or none, and lead on.
    among : the keys of the rows, where they are known: PostgreSQL, asked for the newest
        of them, would walk through all rows until it has met enough.
    """
    before, after = key_in(query.get("before")), key_in(query.get("after"))
    if after and not before:
        keys, more = _walk(_newer(rows, among, after), fits)
        return Page(_read(rows, keys[::-1]), keys[0] if keys else None, more)
    keys, more = _walk(_older(rows, among, before), fits)
    newer = keys[0] if keys and before else None
    return Page(_read(rows, keys), more, newer)


def _newer(rows: QuerySet[Row], among: Collection[UUID] | None, key: UUID) -> Keys:
    if among is not None:
        return sorted(one for one in among if one > key)
    return rows.filter(pk__gt=key).order_by("pk").values_list("pk", flat=True)


def _older(
    rows: QuerySet[Row], among: Collection[UUID] | None, key: UUID | None
) -> Keys:
    if among is not None:
        return sorted((x for x in among if key is None or x < key), reverse=True)
    older = rows.filter(pk__lt=key) if key else rows
    return older.order_by("-pk").values_list("pk", flat=True)


def _walk(keys: Keys, fits: Fits | None) -> tuple[list[UUID], UUID | None]:
    """Return a page's keys in the order of the rows, and where the next one starts."""
    most = LOOKED_THROUGH if fits else PAGE_SIZE
    seen = list(keys[: most + 1])
    there_is_more, seen = len(seen) > most, seen[:most]
    wanted = _fitting(seen, fits) if fits else seen
    if len(wanted) > PAGE_SIZE:
        return wanted[:PAGE_SIZE], wanted[PAGE_SIZE - 1]
    return wanted, seen[-1] if there_is_more else None


def _fitting(keys: list[UUID], fits: Fits) -> list[UUID]:
    """Return those that fit: all of them, or more than a page takes."""
    first, rest = keys[:_LOOKED_THROUGH_FIRST], keys[_LOOKED_THROUGH_FIRST:]
    fitting = fits(first)
    if len(fitting) <= PAGE_SIZE and rest:
        fitting |= fits(rest)
    return [key for key in keys if key in fitting]


def _read(rows: QuerySet[Row], keys: list[UUID]) -> list[Row]:
    found = rows.in_bulk(keys)
    return [found[key] for key in keys if key in found]


def key_in(text: str | None) -> UUID | None:
    """Return the key, or None where the address was tampered with."""
    try:
        return UUID(text) if text else None
    except ValueError:
        return None
