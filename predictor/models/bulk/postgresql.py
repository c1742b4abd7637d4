"""Rows for PostgreSQL, which takes all of them in one parameter.

Django's cursor binds in the client, so each statement would be planned anew.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING, Any

import msgspec
from django.db import connections
from django.db.models import JSONField, Model

from predictor.models.bulk.statements import (
    Each,
    Linked,
    Part,
    fields,
    into,
    prepared,
    ready,
)

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper


def executed(connection: BaseDatabaseWrapper, part: Part, tail: str) -> Iterator[Any]:
    """Insert all rows by one statement, and yield its cursor."""
    model, shared, each = part
    statement = _statement(connection.alias, model, (*shared,), (*each,), tail)
    sent = [*prepared(connection, shared.values()), _as_json(model, each)]
    with _cursor(connection) as cursor:
        cursor.execute(statement, sent)
        yield cursor


@contextmanager
def _cursor(connection: BaseDatabaseWrapper) -> Iterator[Any]:
    import psycopg  # where SQLite is the database nobody needs it

    with ready(connection) as database, psycopg.Cursor(database) as cursor:
        yield cursor


@cache
def _statement(
    using: str,
    model: type[Model],
    shared: tuple[str, ...],
    each: tuple[str, ...],
    tail: str,
) -> str:
    values = (*["%s"] * len(shared), "sent.*")
    rows = _recordset(using, model, each)
    return _select_into(model, (*shared, *each), values, rows, tail)


def _select_into(
    model: type[Model],
    columns: tuple[str, ...],
    values: tuple[str, ...],
    rows: str,
    tail: str,
) -> str:
    selected = f"SELECT {', '.join(values)} FROM {rows} WHERE true"  # noqa: S608 - names from the code, values as parameters
    return f"{into(model, columns)} {selected} {tail}"


@cache
def _recordset(using: str, model: type[Model], names: tuple[str, ...]) -> str:
    known, connection = fields(model), connections[using]
    kinds = [f"{name} {known[name].db_type(connection)}" for name in names]
    return f"json_to_recordset(%s) AS sent ({', '.join(kinds)})"


def _as_json(model: type[Model], each: Each) -> str:
    known = fields(model)
    columns = (
        map(msgspec.Raw, column) if isinstance(known[name], JSONField) else column
        for name, column in each.items()
    )
    rows = list(map(_row(tuple(each)), *columns))
    return msgspec.json.encode(rows).decode()


@cache
def _row(names: tuple[str, ...]) -> type[msgspec.Struct]:
    """Return the type of a row: made and written in a fraction of a dict's time."""
    return msgspec.defstruct("Row", [(name, Any) for name in names], gc=False)


# Rows that refer to each other, at once


def insert_linked(rows: Sequence[Linked], *, using: str) -> bool:
    """Insert a row, one that refers to it, and so on, in one statement.

    So one message goes to the server where a transaction of two inserts takes four.

    Returns
    -------
    Whether all were written; otherwise none was.
    """
    kinds = [(row.name, row.link, row.tail, _names(row.part)) for row in rows]
    statement = _linked(using, tuple(kinds))
    connection = connections[using]
    sent: list[Any] = []
    for row in rows:
        model, shared, each = row.part
        sent += [*prepared(connection, shared.values()), _as_json(model, each)]
    with _cursor(connection) as cursor:
        cursor.execute(statement, sent)
        return bool(cursor.fetchall())


_Names = tuple[type[Model], tuple[str, ...], tuple[str, ...]]  # table, shared, each
_Kind = tuple[str, tuple[tuple[str, str], ...], str, _Names]


def _names(part: Part) -> _Names:
    return part.model, (*part.shared,), (*part.each,)


@cache
def _linked(using: str, kinds: tuple[_Kind, ...]) -> str:
    statements = []
    before = ""
    for name, link, tail, (model, shared, each) in kinds:
        columns = (*shared, *[column for column, _ in link], *each)
        values = (*["%s"] * len(shared), *[linked for _, linked in link], "sent.*")
        source = f"{before}{_recordset(using, model, each)}"
        statements.append((name, _select_into(model, columns, values, source, tail)))
        before = f"{name}, "
    *first, (_, last) = statements
    return f"WITH {', '.join(f'{name} AS ({one})' for name, one in first)} {last}"
