"""Other values for many rows, where each row has its own.

``bulk_update`` of the ORM would write one statement with a case for each value of each
row: of a hundred thousand rows that takes minutes.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import connections
from django.db.models import Model


def update(objects: Sequence[Model], names: Sequence[str], *, using: str) -> None:
    """Store these attributes of rows that are there already, all of one model."""
    if not objects:
        return
    meta = objects[0]._meta
    columns = [field for field in meta.concrete_fields if field.name in names]
    given = ", ".join(f"{field.column} = %s" for field in columns)
    key = meta.pk
    connection = connections[using]

    def row(one: Model) -> list[Any]:
        return [
            field.get_db_prep_save(getattr(one, field.attname), connection)
            for field in (*columns, key)
        ]

    with connection.cursor() as cursor:
        cursor.executemany(
            f"UPDATE {meta.db_table} SET {given} WHERE {key.column} = %s",  # noqa: S608 - names of our own
            [row(one) for one in objects],
        )
