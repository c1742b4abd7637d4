"""Insert applications, or update those that their sender may still change.

One statement carries the conditions, so that no decision of another process can come
between the question and the write. Rows go in the order of ``loan_id``: two bodies that
share applications then never wait for each other in a circle.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from django.db import connections

from ml import schema
from predictor.models.application import OPEN_STATUSES, LoanApplication

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper

FACTS: Final = tuple(field.attribute for field in schema.PREDICTORS)
COLUMNS: Final = (
    "id",
    "loan_id",
    *FACTS,
    "status",
    "received_at",
    "completed_at",
    "decided_at",
    "notified_at",
    "loan_status",
    "label_source",
    "source",
    "owner_id",
    "revision",
    "created_at",
    "updated_at",
)
#: How SQLite and PostgreSQL compare where NULL equals NULL.
_SAME: Final = {"sqlite": "IS", "postgresql": "IS NOT DISTINCT FROM"}
_LATER: Final = {"sqlite": "MAX", "postgresql": "GREATEST"}
_DIFFERENT: Final = {"sqlite": "IS NOT", "postgresql": "IS DISTINCT FROM"}


@dataclass(frozen=True, slots=True)
class Placed:
    """Where an application ended up."""

    id: UUID
    revision: int


def upsert(
    rows: Sequence[dict[str, Any]], *, using: str, overwrite: bool = True
) -> dict[str, Placed]:
    """Write the rows and return those that were written, by loan_id.

    What is missing in the answer stood there already and may not be changed by this
    owner any more (or, without ``overwrite``, stood there at all).
    """
    connection = connections[using]
    ordered = sorted(rows, key=lambda row: row["loan_id"])
    placed: dict[str, Placed] = {}
    with connection.cursor() as cursor:
        for chunk in _chunks(connection, ordered):
            statement = _statement(connection.vendor, len(chunk), overwrite=overwrite)
            cursor.execute(statement, _parameters(connection, chunk))
            for loan_id, key, revision in cursor.fetchall():
                placed[loan_id] = Placed(_uuid(key), revision)
    return placed


def _chunks(
    connection: BaseDatabaseWrapper, rows: list[dict[str, Any]]
) -> Iterator[list[dict[str, Any]]]:
    size = connection.ops.bulk_batch_size(COLUMNS, rows) or 1
    for start in range(0, len(rows), size):
        yield rows[start : start + size]


def _parameters(
    connection: BaseDatabaseWrapper, rows: list[dict[str, Any]]
) -> list[Any]:
    fields = {field.column: field for field in LoanApplication._meta.concrete_fields}
    return [
        fields[column].get_db_prep_save(row[column], connection)
        for row in rows
        for column in COLUMNS
    ]


def _statement(vendor: str, rows: int, *, overwrite: bool) -> str:
    table = LoanApplication._meta.db_table
    values = ", ".join([f"({', '.join(['%s'] * len(COLUMNS))})"] * rows)
    return (
        f"INSERT INTO {table} AS kept ({', '.join(COLUMNS)}) VALUES {values} "  # noqa: S608 - names from the code, values as parameters
        f"ON CONFLICT (loan_id) DO {_update(vendor) if overwrite else 'NOTHING'} "
        "RETURNING loan_id, id, revision"
    )


def _update(vendor: str) -> str:
    facts = ", ".join(f"{name} = EXCLUDED.{name}" for name in FACTS)
    kept = ", ".join(f"kept.{name}" for name in FACTS)
    sent = ", ".join(f"EXCLUDED.{name}" for name in FACTS)
    changed = f"({kept}) {_DIFFERENT[vendor]} ({sent})"

    # A request that came earlier may write later: time does not run backwards.
    def later(kept: str, sent: str) -> str:
        return f"{_LATER[vendor]}(kept.{kept}, EXCLUDED.{sent})"

    is_open = ", ".join(f"'{status.value}'" for status in OPEN_STATUSES)
    return (
        f"UPDATE SET {facts}, status = EXCLUDED.status, "
        "completed_at = CASE WHEN EXCLUDED.completed_at IS NULL THEN NULL "
        "ELSE COALESCE(kept.completed_at, "
        f"{later('received_at', 'completed_at')}) END, "
        f"revision = kept.revision + CASE WHEN {changed} THEN 1 ELSE 0 END, "
        f"updated_at = CASE WHEN {changed} THEN {later('updated_at', 'updated_at')} "
        "ELSE kept.updated_at END "
        f"WHERE kept.owner_id {_SAME[vendor]} EXCLUDED.owner_id "
        f"AND kept.status IN ({is_open})"
    )


def _uuid(key: UUID | str) -> UUID:
    return key if isinstance(key, UUID) else UUID(key)
