"""Rows for SQLite, which takes the values of a row as so many parameters.

Django's cursor would look for each placeholder to replace it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import chain
from typing import TYPE_CHECKING, Any, Final

from django.db.models import DateTimeField, Model, UUIDField

from predictor.models.bulk.statements import (
    Each,
    Shared,
    fields,
    prepared,
    ready,
    select_into,
)

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper

_MOST_PARAMETERS: Final = 999  # of any SQLite; the shared values take some


def insert(
    connection: BaseDatabaseWrapper,
    model: type[Model],
    shared: Shared,
    each: Each,
    tail: str,
) -> int:
    """Insert as many rows by a statement as it may have parameters.

    Row by row (``executemany``) would take a quarter longer, and ``RETURNING`` a fifth.
    """
    written = 0
    with ready(connection) as database:
        for statement, sent in _statements(connection, model, shared, each, tail):
            written += database.execute(statement, sent).rowcount
    return written


def insert_returning(
    connection: BaseDatabaseWrapper,
    model: type[Model],
    shared: Shared,
    each: Each,
    tail: str,
) -> list[tuple[Any, ...]]:
    """Do the same, and return what comes back."""
    returned: list[tuple[Any, ...]] = []
    with ready(connection) as database:
        for statement, sent in _statements(connection, model, shared, each, tail):
            returned += database.execute(statement, sent).fetchall()
    return returned


def _statements(
    connection: BaseDatabaseWrapper,
    model: type[Model],
    shared: Shared,
    each: Each,
    tail: str,
) -> Iterator[tuple[str, list[Any]]]:
    common = prepared(connection, shared.values())
    rows = list(zip(*_columns(connection, model, each), strict=True))
    size = (_MOST_PARAMETERS - len(shared)) // len(each)
    for start in range(0, len(rows), size):
        chunk = rows[start : start + size]
        statement = _many(model, (*shared,), (*each,), len(chunk), tail)
        yield statement, [*common, *chain.from_iterable(chunk)]


@cache
def _many(
    model: type[Model],
    shared: tuple[str, ...],
    each: tuple[str, ...],
    rows: int,
    tail: str,
) -> str:
    marks = ", ".join(["?"] * len(each))
    sent = ", ".join([f"({marks})"] * rows)
    values = (*["?"] * len(shared), "sent.*")
    source = f"(VALUES {sent}) AS sent"
    return select_into(model, (*shared, *each), values, source, tail)


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
