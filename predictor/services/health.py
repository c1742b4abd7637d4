"""Whether this process can serve."""

from __future__ import annotations

from typing import Final

from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.utils import DatabaseError

from predictor.models import ModelVersion
from predictor.models.append_only import unguarded_tables
from predictor.services import registry

OK: Final = "ok"


def readiness() -> dict[str, str]:
    """Return, for each thing that serving needs, ``ok`` or what is missing."""
    database = _database()
    if database != OK:
        return {"database": database}
    return {
        "database": OK,
        "migrations": _migrations(),
        "record": _record(),
        "model": _model(),
    }


def _database() -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return "does not answer"
    return OK


def _migrations() -> str:
    executor = MigrationExecutor(connection)
    missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return "run: manage.py migrate" if missing else OK


def _record() -> str:
    return "is not guarded; run: manage.py migrate" if unguarded_tables() else OK


def _model() -> str:
    try:
        served = registry.live().number
    except registry.NoActiveModel:
        return "none is active; run: manage.py retrain"
    except (registry.ArtifactError, DatabaseError):
        return "cannot be read"
    if not ModelVersion.objects.filter(number=served, is_active=True).exists():
        return f"version {served} is served, and another is active"
    return OK
