"""What the statements of both databases have in common."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db.models import Model

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper

Shared = Mapping[str, Any]
Each = Mapping[str, Sequence[Any]]


class Part(NamedTuple):
    """Rows for one table."""

    model: type[Model]
    shared: Shared
    each: Each


class Linked(NamedTuple):
    """A row that refers to the one before it in the same statement."""

    name: str  # what the rows after it call it
    part: Part
    link: tuple[tuple[str, str], ...]  # column, and what it has of the row before
    tail: str  # what follows the row; it returns what the next one's link reads


def into(model: type[Model], columns: Iterable[str]) -> str:
    """Return the beginning of a statement that inserts."""
    return f"INSERT INTO {model._meta.db_table} AS kept ({', '.join(columns)})"


@cache
def fields(model: type[Model]) -> dict[str, Any]:
    """Return the fields of a model by the names of their columns."""
    return {str(field.column): field for field in model._meta.concrete_fields}


def prepared(connection: BaseDatabaseWrapper, values: Iterable[Any]) -> list[Any]:
    """Return the values as the database's own module takes them."""
    adapt = connection.ops.adapt_datetimefield_value
    return [adapt(one) if isinstance(one, datetime) else one for one in values]


@contextmanager
def ready(connection: BaseDatabaseWrapper) -> Iterator[Any]:
    """Give out the connection of the database's own module, as Django's cursor does."""
    connection.ensure_connection()
    connection.validate_no_broken_transaction()
    with connection.wrap_database_errors:
        yield connection.connection
