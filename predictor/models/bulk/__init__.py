"""Many rows in few statements, for the tables that every score is written to.

The ORM makes an object for each row and asks each field how to write each value: of a
batch of ten thousand that would be most of the time.

Everywhere in here:

shared : column → the value that it has in all rows.
each : column → its value in each row: keys as text, JSON as text.
tail : what follows the rows, such as ``ON CONFLICT … DO NOTHING``; it may call what
    stands in the table ``kept``.
"""

from __future__ import annotations

from collections.abc import Iterator
from types import ModuleType
from typing import Any, Final

from django.db import connections

from predictor.models.bulk import postgresql, sqlite
from predictor.models.bulk.statements import Each, Linked, Part, Shared
from predictor.models.bulk.updating import update

__all__ = [
    "Each",
    "Linked",
    "Part",
    "Shared",
    "insert",
    "insert_linked",
    "insert_returning",
    "update",
]

insert_linked = postgresql.insert_linked

_DIALECTS: Final[dict[str, ModuleType]] = {"postgresql": postgresql, "sqlite": sqlite}


def insert(part: Part, *, using: str, tail: str = "") -> int:
    """Insert rows and return how many were written."""
    return sum(cursor.rowcount for cursor in _executed(part, using, tail))


def insert_returning(part: Part, *, using: str, tail: str) -> list[tuple[Any, ...]]:
    """Insert rows and return what ``tail`` returns of them."""
    cursors = _executed(part, using, tail)
    return [row for cursor in cursors for row in cursor.fetchall()]


def _executed(part: Part, using: str, tail: str) -> Iterator[Any]:
    connection = connections[using]
    cursors: Iterator[Any] = _DIALECTS[connection.vendor].executed(
        connection, part, tail
    )
    return cursors
