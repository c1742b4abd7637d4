"""Rows for SQLite, which takes the values of a row as so many parameters.

Django's cursor would look for each placeholder to replace it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import chain, islice
from typing import TYPE_CHECKING, Any, Final

from django.db.models import DateTimeField, Model, UUIDField

from predictor.models.bulk.statements import Each, Part, fields, into, prepared, ready

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper

#: Parameters of a statement: of a long one, and of what is left after those. Any SQLite
#: takes 999 and is asked whether it takes more; the shared values need some, too.
_LONG: Final = 16_000
_SHORT: Final = 999


def executed(connection: BaseDatabaseWrapper, part: Part, tail: str) -> Iterator[Any]:
    """Insert as many rows by a statement as it may have parameters; yield each cursor.

    Row by row (``executemany``) would take a quarter longer, and ``RETURNING`` a fifth.
    """
    with ready(connection) as database:
        for statement, sent in _statements(connection, part, tail):
            yield database.execute(statement, sent)


def _statements(
    connection: BaseDatabaseWrapper, part: Part, tail: str
) -> Iterator[tuple[str, list[Any]]]:
    model, shared, each = part
    common = prepared(connection, shared.values())
    columns = _columns(connection, model, each)
    values = chain.from_iterable(zip(*columns, strict=True))
    most = connection.connection.getlimit(sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER)
    sizes = [(min(n, most) - len(shared)) // len(each) for n in (_LONG, _SHORT)]
    for rows in _split(len(columns[0]), *sizes):
        statement = _many(model, (*shared,), (*each,), rows, tail)
        yield statement, [*common, *islice(values, rows * len(each))]


def _split(rows: int, long: int, short: int) -> list[int]:
    """Return how many rows each statement has: few lengths, for each is remembered."""
    longs, left = divmod(rows, long)
    shorts, rest = divmod(left, short)
    return [long] * longs + [short] * shorts + ([rest] if rest else [])


@cache
def _many(
    model: type[Model],
    shared: tuple[str, ...],
    each: tuple[str, ...],
    rows: int,
    tail: str,
) -> str:
    row = f"({', '.join([*_numbered(shared), *'?' * len(each)])})"
    sent = ", ".join([row] * rows)
    return f"{into(model, (*shared, *each))} VALUES {sent} {tail}"


def _numbered(shared: tuple[str, ...]) -> list[str]:
    """Return the places of what all rows share: it is sent once.

    A place without a number is the one after the highest so far. To number them all
    would let SQLite look each up among those before it.
    """
    return [f"?{number}" for number in range(1, len(shared) + 1)]


def _columns(
    connection: BaseDatabaseWrapper, model: type[Model], each: Each
) -> list[Sequence[Any]]:
    kinds = fields(model)
    return [_column(connection, kinds[name], values) for name, values in each.items()]


def _column(
    connection: BaseDatabaseWrapper, field: Any, values: Sequence[Any]
) -> Sequence[Any]:
    kind = getattr(field, "target_field", field)
    if isinstance(kind, UUIDField):
        return [key.replace("-", "") for key in values]
    if isinstance(kind, DateTimeField):
        known = [*set(values)]
        texts = dict(zip(known, prepared(connection, known), strict=True))
        return [texts[at] for at in values]
    return values
