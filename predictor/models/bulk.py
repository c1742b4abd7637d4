"""Many rows in few statements, for the tables that every score is written to.

The ORM makes an object for each row and asks each field how to write each value: of a
batch of ten thousand that would be most of the time.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from functools import cache
from itertools import chain
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import msgspec
from django.db import connections
from django.db.models import DateTimeField, JSONField, Model, UUIDField

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper

Shared = Mapping[str, Any]
Each = Mapping[str, Sequence[Any]]


def insert(
    model: type[Model], *, using: str, shared: Shared, each: Each, tail: str = ""
) -> list[tuple[Any, ...]]:
    """Insert rows and return what ``tail`` returns of them.

    Parameters
    ----------
    shared : column → the value that it has in all rows.
    each : column → its value in each row: keys as text, JSON as ``msgspec.Raw``.
    tail : what follows the rows, such as ``ON CONFLICT … RETURNING …``; it may call
        what stands in the table ``kept``.
    """
    connection = connections[using]
    columns = (*shared, *each)
    common = [_prepared(connection, value) for value in shared.values()]
    returned: list[tuple[Any, ...]] = []
    source, mark, execute = _DIALECTS[connection.vendor]
    values = (*[mark] * len(shared), "sent.*")
    for rows, parameters in source(connection, model, each):
        statement = _statement(model, columns, values, rows, tail)
        returned += execute(connection, statement, [*common, *parameters])
    return returned


class Part(NamedTuple):
    """One row for one table, as ``insert`` takes it."""

    model: type[Model]
    shared: Shared
    each: Each


def insert_both(
    first: Part, second: Part, *, using: str, tail: str, link: Mapping[str, str]
) -> bool:
    """Insert a row and one that refers to it, in one statement; PostgreSQL only.

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
    parameters: list[Any] = []
    for part in (first, second):
        parameters += [_prepared(connection, value) for value in part.shared.values()]
        parameters.append(_as_json(part.each))
    return bool(_execute_postgresql(connection, statement, parameters))


Names = tuple[type[Model], tuple[str, ...], tuple[str, ...]]  # table, shared, each


@cache
def _linked(
    using: str,
    first: Names,
    second: Names,
    tail: str,
    link: tuple[tuple[str, str], ...],
) -> str:
    model, shared, each = first
    marks = ["%s"] * len(shared)
    rows = _recordset(model, each, using)
    begin = _statement(model, (*shared, *each), (*marks, "sent.*"), rows, tail)
    model, shared, each = second
    values = (*["%s"] * len(shared), *[linked for _, linked in link], "sent.*")
    columns = (*shared, *[column for column, _ in link], *each)
    rows = f"placed, {_recordset(model, each, using)}"
    end = _statement(model, columns, values, rows, "RETURNING true")
    return f"WITH placed AS ({begin}) {end}"


@cache
def _statement(
    model: type[Model],
    columns: tuple[str, ...],
    values: tuple[str, ...],
    rows: str,
    tail: str,
) -> str:
    return (
        f"INSERT INTO {model._meta.db_table} AS kept ({', '.join(columns)}) "  # noqa: S608 - names from the code, values as parameters
        f"SELECT {', '.join(values)} FROM {rows} WHERE true {tail}"
    )


_MOST_PARAMETERS: Final = 999  # of any SQLite; the shared values take some

Source = Iterator[tuple[str, list[Any]]]  # the rows as SQL, and their parameters


def _of_values(
    connection: BaseDatabaseWrapper, model: type[Model], each: Each
) -> Source:
    """SQLite takes a row as so many parameters, up to a limit."""
    columns = [_as_sqlite(connection, model, *item) for item in each.items()]
    rows = list(zip(*columns, strict=True))
    size = (_MOST_PARAMETERS - len(model._meta.fields)) // len(columns)
    for start in range(0, len(rows), size):
        chunk = rows[start : start + size]
        yield _values(len(chunk), len(columns)), list(chain.from_iterable(chunk))


@cache
def _values(rows: int, columns: int) -> str:
    row = f"({', '.join(['?'] * columns)})"
    return f"(VALUES {', '.join([row] * rows)}) AS sent"


def _of_json(connection: BaseDatabaseWrapper, model: type[Model], each: Each) -> Source:
    """PostgreSQL takes all rows in one parameter."""
    yield _recordset(model, tuple(each), connection.alias), [_as_json(each)]


def _as_json(each: Each) -> str:
    rows = list(map(_row(tuple(each)), *each.values()))
    return msgspec.json.encode(rows).decode()


@cache
def _row(names: tuple[str, ...]) -> type[msgspec.Struct]:
    """Return the type of a row: made and written in a fraction of a dict's time."""
    return msgspec.defstruct("Row", [(name, Any) for name in names], gc=False)


@cache
def _recordset(model: type[Model], names: tuple[str, ...], using: str) -> str:
    fields, connection = _fields(model), connections[using]
    kinds = [f"{name} {fields[name].db_type(connection)}" for name in names]
    return f"json_to_recordset(%s) AS sent ({', '.join(kinds)})"


def _execute_sqlite(
    connection: BaseDatabaseWrapper, statement: str, values: list[Any]
) -> list[tuple[Any, ...]]:
    """Django's cursor would look for each placeholder, of a thousand, to replace it."""
    connection.ensure_connection()
    connection.validate_no_broken_transaction()
    with connection.wrap_database_errors:
        returned: list[tuple[Any, ...]] = connection.connection.execute(
            statement, values
        ).fetchall()
    return returned


def _execute_postgresql(
    connection: BaseDatabaseWrapper, statement: str, values: list[Any]
) -> list[tuple[Any, ...]]:
    """Django's cursor binds in the client, so each statement would be planned anew."""
    import psycopg  # where SQLite is the database nobody needs it

    connection.ensure_connection()
    connection.validate_no_broken_transaction()
    with (
        connection.wrap_database_errors,
        psycopg.Cursor(connection.connection) as cursor,
    ):
        cursor.execute(statement, values)
        return cursor.fetchall() if cursor.description else []


#: Where rows come from, how a parameter is marked, and who runs the statement.
_DIALECTS: Final = {
    "sqlite": (_of_values, "?", _execute_sqlite),
    "postgresql": (_of_json, "%s", _execute_postgresql),
}


@cache
def _fields(model: type[Model]) -> dict[str, Any]:
    return {str(field.column): field for field in model._meta.concrete_fields}


def _prepared(connection: BaseDatabaseWrapper, value: Any) -> Any:
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    return value


def _as_sqlite(
    connection: BaseDatabaseWrapper,
    model: type[Model],
    name: str,
    column: Sequence[Any],
) -> Sequence[Any]:
    field = _fields(model)[name]
    kind = getattr(field, "target_field", field)
    if isinstance(kind, UUIDField):
        return [key.replace("-", "") for key in column]
    if isinstance(kind, JSONField):
        return [bytes(value).decode() for value in column]
    if isinstance(kind, DateTimeField):
        texts = {at: _prepared(connection, at) for at in set(column)}
        return [texts[at] for at in column]
    return column
