"""Rows for PostgreSQL, which takes all of them in one parameter.

Django's cursor binds in the client, so each statement would be planned anew.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING, Any

import msgspec
from django.db import connections
from django.db.models import JSONField, Model

from predictor.models.bulk.statements import (
    Each,
    Part,
    Shared,
    fields,
    into,
    prepared,
    ready,
)

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper


def insert(
    connection: BaseDatabaseWrapper,
    model: type[Model],
    shared: Shared,
    each: Each,
    tail: str,
) -> int:
    """Insert all rows by one statement."""
    with _executed(connection, model, shared, each, tail) as cursor:
        written: int = cursor.rowcount
    return written


def insert_returning(
    connection: BaseDatabaseWrapper,
    model: type[Model],
    shared: Shared,
    each: Each,
    tail: str,
) -> list[tuple[Any, ...]]:
    """Insert all rows by one statement."""
    with _executed(connection, model, shared, each, tail) as cursor:
        returned: list[tuple[Any, ...]] = cursor.fetchall()
    return returned


@contextmanager
def _executed(
    connection: BaseDatabaseWrapper,
    model: type[Model],
    shared: Shared,
    each: Each,
    tail: str,
) -> Iterator[Any]:
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


# Two rows at once


def insert_both(
    first: Part, second: Part, *, using: str, tail: str, link: Mapping[str, str]
) -> bool:
    """Insert a row and one that refers to it, in one statement.

    So one message goes to the server where a transaction of two inserts takes four.

    Parameters
    ----------
    tail : what follows the first row; it returns what ``link`` reads.
    link : column of the second row → what it has of the first, the row ``placed``.

    Returns
    -------
    Whether both were written; otherwise neither was.
    """
    connection = connections[using]
    names = [(part.model, (*part.shared,), (*part.each,)) for part in (first, second)]
    statement = _linked(using, *names, tail, (*link.items(),))
    sent: list[Any] = []
    for model, shared, each in (first, second):
        sent += [*prepared(connection, shared.values()), _as_json(model, each)]
    with _cursor(connection) as cursor:
        cursor.execute(statement, sent)
        return bool(cursor.fetchall())


_Names = tuple[type[Model], tuple[str, ...], tuple[str, ...]]  # table, shared, each


@cache
def _linked(
    using: str,
    first: _Names,
    second: _Names,
    tail: str,
    link: tuple[tuple[str, str], ...],
) -> str:
    model, shared, each = second
    values = (*["%s"] * len(shared), *[linked for _, linked in link], "sent.*")
    columns = (*shared, *[column for column, _ in link], *each)
    rows = f"placed, {_recordset(using, model, each)}"
    end = _select_into(model, columns, values, rows, "RETURNING true")
    return f"WITH placed AS ({_statement(using, *first, tail)}) {end}"
