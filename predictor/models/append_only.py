"""Rows that are written once: the model refuses a change, and so does the database.

The triggers are installed after every ``migrate`` and not by a migration: SQLite drops
them in silence when a later migration remakes the table.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NoReturn, TypeVar

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


def append_only_tables() -> list[str]:
    """Return the tables that the triggers guard."""
    return sorted(
        model._meta.db_table
        for model in apps.get_app_config("predictor").get_models()
        if issubclass(model, AppendOnlyModel)
    )


# The triggers

_SQLITE_DROP = "DROP TRIGGER IF EXISTS {table}_no_{verb}"
_SQLITE = """
CREATE TRIGGER {table}_no_{verb} BEFORE {verb} ON {table}
WHEN NOT loanapp_released()
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
        for table in present.intersection(append_only_tables()):
            for statement in _statements(connection.vendor, table):
                cursor.execute(statement)


def _statements(vendor: str, table: str) -> list[str]:
    if vendor == "postgresql":
        return [_POSTGRESQL.format(table=table)]
    return [
        statement.format(table=table, verb=verb)
        for verb in ("UPDATE", "DELETE")
        for statement in (_SQLITE_DROP, _SQLITE)
    ]


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
