"""Rows that are written once: the model refuses a change, and so does the database.

The triggers are installed after every ``migrate`` and not by a migration: SQLite drops
them in silence when a later migration remakes the table.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final, NoReturn, TypeVar

from django.apps import apps
from django.db import connections, models, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.utils import DEFAULT_DB_ALIAS

logger = logging.getLogger(__name__)


class AppendOnlyError(Exception):
    """Somebody tried to change or delete a row that stands for good."""


_Row = TypeVar("_Row", bound=models.Model, covariant=True)


class AppendOnlyQuerySet(models.QuerySet[_Row]):
    """A query set that reads and inserts."""

    def update(self, **kwargs: Any) -> NoReturn:
        raise AppendOnlyError(f"{self.model._meta.verbose_name}: rows stand for good.")

    def delete(self) -> NoReturn:
        raise AppendOnlyError(f"{self.model._meta.verbose_name}: rows stand for good.")

    def bulk_update(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise AppendOnlyError(f"{self.model._meta.verbose_name}: rows stand for good.")


AppendOnlyManager = models.Manager.from_queryset(AppendOnlyQuerySet)


class AppendOnlyModel(models.Model):
    """A model whose rows are inserted and never touched again."""

    objects = AppendOnlyManager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise AppendOnlyError(f"{self._meta.verbose_name}: rows stand for good.")
        super().save(*args, force_insert=True, using=kwargs.get("using"))

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise AppendOnlyError(f"{self._meta.verbose_name}: rows stand for good.")


def append_only_tables() -> dict[str, str]:
    """Return the tables that the triggers guard, each with the column of its key."""
    guarded = (
        model._meta
        for model in apps.get_app_config("predictor").get_models()
        if issubclass(model, AppendOnlyModel)
    )
    return {meta.db_table: str(meta.pk.column) for meta in guarded}


def unguarded_tables(using: str = DEFAULT_DB_ALIAS) -> list[str]:
    """Return the append-only tables that lack a trigger: none, after a migrate."""
    connection = connections[using]
    with connection.cursor() as cursor:
        cursor.execute(_TRIGGERS[connection.vendor])
        guards = Counter(table for (table,) in cursor.fetchall())
    wanted = _GUARDS[connection.vendor]
    return [table for table in append_only_tables() if guards[table] < wanted]


# The triggers

_GUARDS: Final = {"sqlite": 3, "postgresql": 2}  # to each table
_TRIGGERS: Final = {
    "sqlite": "SELECT tbl_name FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": (
        "SELECT tgrelid::regclass::text FROM pg_trigger "
        "WHERE NOT tgisinternal AND tgenabled <> 'D'"
    ),
}

_SQLITE_DROP = "DROP TRIGGER IF EXISTS {table}_no_{verb}"
_SQLITE = """
CREATE TRIGGER {table}_no_{verb} BEFORE {verb} ON {table}
WHEN NOT loanapp_released()
BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END
"""
# INSERT OR REPLACE deletes what stood there without asking a DELETE trigger.
_SQLITE_REPLACE = """
CREATE TRIGGER {table}_no_INSERT BEFORE INSERT ON {table}
WHEN (SELECT true FROM {table} WHERE {key} = NEW.{key})
BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END
"""
_POSTGRESQL_FUNCTION = """
CREATE OR REPLACE FUNCTION loanapp_append_only() RETURNS trigger AS $$
BEGIN
  IF current_setting('loanapp.released', true) = 'on' THEN
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
  END IF;
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME
    USING ERRCODE = 'restrict_violation';
END $$ LANGUAGE plpgsql
"""
_POSTGRESQL = """
CREATE OR REPLACE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table}
  FOR EACH ROW EXECUTE FUNCTION loanapp_append_only();
CREATE OR REPLACE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table}
  FOR EACH STATEMENT EXECUTE FUNCTION loanapp_append_only()
"""


def install_triggers(using: str = DEFAULT_DB_ALIAS, **_: Any) -> None:
    """Install what makes the database refuse; harmless where it is there already."""
    connection = connections[using]
    present = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_POSTGRESQL_FUNCTION)
        for table, key in append_only_tables().items():
            if table in present:
                for statement in _statements(connection.vendor, table, key):
                    cursor.execute(statement)


def _statements(vendor: str, table: str, key: str) -> list[str]:
    if vendor == "postgresql":
        return [_POSTGRESQL.format(table=table)]
    dropped = [
        _SQLITE_DROP.format(table=table, verb=verb)
        for verb in ("UPDATE", "DELETE", "INSERT")
    ]
    refused = [_SQLITE.format(table=table, verb=verb) for verb in ("UPDATE", "DELETE")]
    return [*dropped, *refused, _SQLITE_REPLACE.format(table=table, key=key)]


# The one release path

_released: set[int] = set()


def prepare_connection(*, connection: BaseDatabaseWrapper, **_: Any) -> None:
    """Give a new SQLite connection the function that its triggers ask.

    A connection that is not ours lacks the function, so there the triggers refuse too.
    """
    if connection.vendor == "sqlite":
        connection.connection.create_function(
            "loanapp_released", 0, lambda: id(connection) in _released
        )


@contextmanager
def release(*, why: str, using: str = DEFAULT_DB_ALIAS) -> Iterator[None]:
    """Let the transaction inside this block change append-only rows, and log that.

    It serves the retention purge and the test runner's flush, and nothing else.
    """
    connection = connections[using]
    logger.warning("append-only tables released: %s", why)
    with transaction.atomic(using=using):
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET LOCAL loanapp.released = 'on'")
        _released.add(id(connection))
        try:
            yield
        finally:
            _released.discard(id(connection))
            if connection.vendor == "postgresql" and not connection.needs_rollback:
                with connection.cursor() as cursor:
                    cursor.execute("SET LOCAL loanapp.released = 'off'")
