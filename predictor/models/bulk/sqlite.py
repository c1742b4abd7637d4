"""Rows for SQLite, which takes the values of a row as so many parameters.

Django's cursor would look for each placeholder to replace it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import chain, islice
from typing import TYPE_CHECKING, Any, Final

from django.db.models import DateTimeField, Model, UUIDField

from predictor.models.bulk.statements import Each, Part, fields, into, prepared, ready

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper

_MOST_PARAMETERS: Final = 999  # of any SQLite; the shared values take some


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
    size = (_MOST_PARAMETERS - len(shared)) // len(each)
    values = chain.from_iterable(zip(*columns, strict=True))
    for start in range(0, len(columns[0]), size):
        rows = min(size, len(columns[0]) - start)
        statement = _many(model, (*shared,), (*each,), rows, tail)
        yield statement, [*common, *islice(values, rows * len(each))]


@cache
def _many(
    model: type[Model],
    shared: tuple[str, ...],
    each: tuple[str, ...],
    rows: int,
    tail: str,
) -> str:
    common = _marks(1, len(shared))
    first = len(shared) + 1
    starts = range(first, first + rows * len(each), len(each))
    sent = [f"({common}, {_marks(start, len(each))})" for start in starts]
    return f"{into(model, (*shared, *each))} VALUES {', '.join(sent)} {tail}"


def _marks(first: int, columns: int) -> str:
    """Return the places of parameters: what all rows share is sent once."""
    return ", ".join(f"?{number}" for number in range(first, first + columns))


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
