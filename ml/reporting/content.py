"""What a report is made of: sections of sentences, tables and pictures."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from ml import schema

NOTHING: Final = "–"

Row = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """A table; its first column says what a row is about."""

    title: str
    headers: Row
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A part of a report.

    Parameters
    ----------
    pictures : kinds of ``pictures.KINDS`` that belong here.
    protected : whether it is for those only who may see protected attributes.
    """

    title: str
    sentences: tuple[str, ...] = ()
    grids: tuple[Grid, ...] = ()
    pictures: tuple[str, ...] = ()
    protected: bool = False


def grid(title: str, headers: Sequence[str], rows: Iterable[Sequence[str]]) -> Grid:
    """Return a table of what was written."""
    return Grid(title, tuple(headers), tuple(tuple(row) for row in rows))


def count(number: Any) -> str:
    """Return a number of rows: 1,492."""
    return NOTHING if number is None else f"{number:,}"


def decimal(number: Any) -> str:
    """Return a measure to four digits: 0.2621."""
    return NOTHING if number is None else f"{number:.4f}"


def percent(share: Any) -> str:
    """Return a share: 91.5 %."""
    return NOTHING if share is None else f"{share * 100:.1f}\u00a0%"


def share(part: int, whole: int) -> str:
    """Return a part with its share of the whole: 1,704 (93.9 %)."""
    return f"{part:,} ({percent(part / whole)})" if whole else count(part)


def label(name: str) -> str:
    """Return the label of a field by its name on the wire."""
    return schema.FIELDS[name].label if name in schema.FIELDS else name


def words(name: str) -> str:
    """Return a key as words: random forest."""
    return name.replace("__", ": ").replace("_", " ")
