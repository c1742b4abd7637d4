"""Insert applications, or update those that their sender may still change.

One statement carries the conditions, so that no decision of another process can come
between the question and the write.
"""

from __future__ import annotations

from functools import cache
from itertools import repeat
from typing import Final, NamedTuple

from django.db import connections

from ml import schema
from predictor.models.application import OPEN_STATUSES, LoanApplication
from predictor.models.bulk import (
    Each,
    Linked,
    Part,
    Shared,
    insert,
    insert_linked,
    insert_returning,
)

FACTS: Final = tuple(field.attribute for field in schema.PREDICTORS)
#: How SQLite and PostgreSQL compare where NULL equals NULL.
_SAME: Final = {"sqlite": "IS", "postgresql": "IS NOT DISTINCT FROM"}
_LATER: Final = {"sqlite": "MAX", "postgresql": "GREATEST"}
_DIFFERENT: Final = {"sqlite": "IS NOT", "postgresql": "IS DISTINCT FROM"}


class Placed(NamedTuple):
    """Where an application ended up."""

    id: str  # its key as the database writes it
    revision: int


def upsert(
    *, using: str, shared: Shared, each: Each, overwrite: bool = True
) -> dict[str, Placed]:
    """Write applications and return those that were written, by loan_id.

    What is missing in the answer stood there already and may not be changed by this
    owner any more (or, without ``overwrite``, stood there at all).

    Parameters
    ----------
    shared, each : the columns, as ``bulk.insert`` takes them.
    """
    if connections[using].features.has_select_for_update:
        each = _ordered(each)
    if overwrite and _all_are_new(using, shared, each):
        placed = map(Placed, each["id"], repeat(shared["revision"]))
        return dict(zip(each["loan_id"], placed, strict=False))
    tail = _tail(connections[using].vendor, overwrite=overwrite)
    part = Part(LoanApplication, shared, each)
    returned = insert_returning(part, using=using, tail=tail)
    return {loan_id: Placed(key, revision) for loan_id, key, revision in returned}


def _ordered(each: Each) -> Each:
    """Return the rows by ``loan_id``, where a write locks rows and not the database.

    Two bodies that share applications then never wait for each other in a circle.
    """
    loan_ids = each["loan_id"]
    order = sorted(range(len(loan_ids)), key=loan_ids.__getitem__)
    return {name: [column[i] for i in order] for name, column in each.items()}


def _all_are_new(using: str, shared: Shared, each: Each) -> bool:
    """Insert those that are new, and return whether all were: then nothing is left."""
    part = Part(LoanApplication, shared, each)
    return insert(part, using=using, tail=_NEW) == len(each["loan_id"])


_NEW: Final = "ON CONFLICT (loan_id) DO NOTHING"


def upsert_with(
    prediction: Part, explanation: Part | None, *, using: str, application: Part
) -> bool:
    """Write one application and what refers to it at once; PostgreSQL only.

    Parameters
    ----------
    prediction : the row, without its ``application_id`` and ``revision``.
    explanation : of that prediction, where there is one.

    Returns
    -------
    Whether all were written. Otherwise the application stood there already and may
    not be changed, and nothing was written.
    """
    tail = _tail(connections[using].vendor, overwrite=True)
    rows = [
        Linked("placed", application, (), tail),
        Linked("predicted", prediction, _LINK, "RETURNING true"),
    ]
    if explanation:
        rows.append(Linked("explained", explanation, (), "RETURNING true"))
    return insert_linked(rows, using=using)


_LINK: Final = (
    ("application_id", "CAST(placed.id AS uuid)"),
    ("revision", "placed.revision"),
)


@cache
def _tail(vendor: str, *, overwrite: bool) -> str:
    """Return what follows the rows: what becomes of those that stand already."""
    return (
        f"ON CONFLICT (loan_id) DO {_update(vendor) if overwrite else 'NOTHING'} "
        "RETURNING loan_id, CAST(id AS text), revision"
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
