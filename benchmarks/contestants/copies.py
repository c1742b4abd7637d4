"""Rows by the million, written by the database itself, as copies of a few real ones.

A copy has every column of the row that it is of, but for those that are named: what a
later migration adds is copied too.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.db import connection, transaction
from django.db.models import AutoField, Model

_AT_ONCE: Final = 250_000  # in a transaction: SQLite's log stays small

_NUMBERS: Final = {
    "sqlite": (
        "(WITH RECURSIVE numbers(n) AS "
        "(SELECT {first} UNION ALL SELECT n + 1 FROM numbers WHERE n < {last}) "
        "SELECT n FROM numbers) AS numbers"
    ),
    "postgresql": (
        "generate_series(CAST({first} AS bigint), CAST({last} AS bigint)) AS numbers(n)"
    ),
}
_KEY: Final = {
    "sqlite": "printf('%012x7{table:03x}8%015x', {milliseconds}, {number})",
    "postgresql": (
        "CAST(lpad(to_hex({milliseconds}), 12, '0') || '7{table:03x}8' || "
        "lpad(to_hex({number}), 15, '0') AS uuid)"
    ),
}
_MOMENT: Final = {
    "sqlite": "datetime(({milliseconds}) / 1000, 'unixepoch')",
    "postgresql": "to_timestamp(({milliseconds}) / 1000)",
}
_REFERENCE: Final = {
    "sqlite": "printf('{letter}%08d', {number})",
    "postgresql": "'{letter}' || lpad(CAST({number} AS text), 8, '0')",
}


def key(table: int, milliseconds: str, number: str) -> str:
    """Return SQL for a UUID of version 7 of that time, another in each table."""
    return _KEY[connection.vendor].format(
        table=table, milliseconds=milliseconds, number=number
    )


def moment(milliseconds: str) -> str:
    """Return SQL for a moment, to the second."""
    return _MOMENT[connection.vendor].format(milliseconds=milliseconds)


def reference(letter: str, number: str) -> str:
    """Return SQL for a Loan_ID."""
    return _REFERENCE[connection.vendor].format(letter=letter, number=number)


def chosen(number: str, choices: Mapping[str, str], otherwise: str = "NULL") -> str:
    """Return SQL that chooses by what a text is."""
    whens = " ".join(f"WHEN '{when}' THEN {then}" for when, then in choices.items())
    return f"CASE {number} {whens} ELSE {otherwise} END"


def copy(
    model: type[Model],
    changed: Mapping[str, str],
    *,
    rows: int,
    of: str,
    where: str = "true",
) -> None:
    """Insert rows, each a copy of ``one``.

    Parameters
    ----------
    changed : column → its SQL, which may name ``n``, the row's number from 1 on.
    rows : how many numbers there are.
    of : SQL behind FROM and the numbers: where ``one`` comes from.
    where : SQL; numbers for which it does not hold have no row.

    Raises
    ------
    KeyError
        Where a column of ``changed`` is none of the table.
    """
    columns = [
        str(field.column)
        for field in model._meta.concrete_fields
        if not (isinstance(field, AutoField) or field.generated)  # the database's own
    ]
    if unknown := changed.keys() - set(columns):
        raise KeyError(*unknown)
    values = [changed.get(name, f"one.{name}") for name in columns]
    for first in range(1, rows + 1, _AT_ONCE):
        last = min(first + _AT_ONCE - 1, rows)
        numbers = _NUMBERS[connection.vendor].format(first=first, last=last)
        _execute(
            f"INSERT INTO {model._meta.db_table} ({', '.join(columns)}) "  # noqa: S608 - names from the code
            f"SELECT {', '.join(values)} FROM {numbers} CROSS JOIN {of} AND {where}"
        )


@transaction.atomic
def _execute(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)
