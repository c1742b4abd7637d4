"""Whether this process can serve."""

from __future__ import annotations

from typing import Final

from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.utils import DatabaseError

from predictor.models import ModelVersion
from predictor.models.append_only import unguarded_tables
from predictor.services import housekeeping, registry

OK: Final = "ok"


def readiness() -> dict[str, str]:
    """Return, for each thing that serving needs, ``ok`` or what is missing."""
    if (database := _database()) != OK:
        return {"database": database}
    migrations = migrations_missing()
    checks = {
        "database": OK,
        "migrations": "run: manage.py migrate" if migrations else OK,
        "record": _record(),
        "model": _model(),
    }
    # A demo may be served without a worker; pages of files say so then.
    return checks if settings.DEMO or migrations else checks | {"tasks": _tasks()}


def _database() -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return "does not answer"
    return OK


def migrations_missing() -> bool:
    """Whether the tables are older than the code."""
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


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


def _tasks() -> str:
    return "nobody works them off; run: bin/serve" if housekeeping.is_late() else OK
