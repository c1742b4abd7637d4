"""Counts that look at no more rows than they are told, whatever the size of a table.

Rows keep the order that they are given: it lets PostgreSQL take them from an index,
where it might otherwise read a table from its beginning to find the first that fits.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.db import connections
from django.db.models import QuerySet, Value
from django.db.utils import DEFAULT_DB_ALIAS

#: Beyond it a count is only known to be more.
MOST: Final = 1_000


def count(
    querysets: Mapping[str, QuerySet[Any]], *, using: str = DEFAULT_DB_ALIAS
) -> dict[str, int]:
    """Return how many rows each has, in one query; ``MOST + 1`` is that or more."""
    parts: list[str] = []
    parameters: list[Any] = []
    for rows in querysets.values():
        sql, values = _sql(rows.values(one=Value(1))[: MOST + 1], using)
        parts.append(f"(SELECT COUNT(*) FROM ({sql}) AS few)")  # noqa: S608
        parameters += values
    with connections[using].cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(parts)}", parameters)
        return dict(zip(querysets, cursor.fetchone(), strict=True))


def grouped(
    rows: QuerySet[Any, Any], *names: str, most: int, using: str = DEFAULT_DB_ALIAS
) -> dict[tuple[Any, ...], int]:
    """Return how many of the first rows have the same values.

    Parameters
    ----------
    names : annotations of the rows, by which they are grouped.
    """
    sql, parameters = _sql(rows.values(*names)[:most], using)
    columns = ", ".join(names)
    with connections[using].cursor() as cursor:
        cursor.execute(
            f"SELECT {columns}, COUNT(*) FROM ({sql}) AS few "  # noqa: S608 - the ORM's
            f"GROUP BY {columns}",
            parameters,
        )
        return {tuple(group): number for *group, number in cursor.fetchall()}


def _sql(rows: QuerySet[Any, Any], using: str) -> tuple[str, tuple[Any, ...]]:
    sql, parameters = rows.query.get_compiler(using).as_sql()
    return sql, tuple(parameters)
