"""What stood in an application before it was changed: append-only.

A trigger of the database writes the rows, whoever changes an application and however:
nothing on the way of a score has to read what stood there before.
"""

from __future__ import annotations

from typing import Any, ClassVar, Final

from django.db import connections, models
from django.db.models import UniqueConstraint
from django.db.utils import DEFAULT_DB_ALIAS

from ml import schema
from predictor.models.append_only import AppendOnlyModel
from predictor.models.application import LoanApplication


class Revision(AppendOnlyModel):
    """The values of an application until others took their place."""

    application = models.ForeignKey(
        LoanApplication,
        on_delete=models.PROTECT,
        related_name="revisions",
        db_index=False,  # the unique constraint begins with it
    )
    number = models.PositiveIntegerField()
    inputs = models.JSONField(help_text="What was submitted, by name on the wire.")
    replaced_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar[list[str]] = ["-number"]
        constraints: ClassVar[list[Any]] = [
            UniqueConstraint(
                name="revision_kept_once", fields=["application", "number"]
            )
        ]

    def __str__(self) -> str:
        return f"Revision {self.number}"


# The trigger

NAME: Final = "loanapp_keep_revision"
_TABLE: Final = LoanApplication._meta.db_table
_PAIRS: Final = ", ".join(f"'{f.name}', OLD.{f.attribute}" for f in schema.PREDICTORS)
_INSERT: Final = (
    f"INSERT INTO {Revision._meta.db_table} "  # noqa: S608 - names from the code
    "(application_id, number, inputs, replaced_at) "
    "VALUES (OLD.id, OLD.revision, {pack}({pairs}), NEW.updated_at)"
)
_SQLITE: Final = (
    "DROP TRIGGER IF EXISTS {name}",
    "CREATE TRIGGER {name} AFTER UPDATE OF revision ON {table} "
    "WHEN NEW.revision <> OLD.revision BEGIN {insert}; END",
)
_POSTGRESQL: Final = (
    "CREATE OR REPLACE FUNCTION {name}() RETURNS trigger AS $$ "
    "BEGIN {insert}; RETURN NULL; END $$ LANGUAGE plpgsql",
    "CREATE OR REPLACE TRIGGER {name} AFTER UPDATE ON {table} FOR EACH ROW "
    "WHEN (NEW.revision <> OLD.revision) EXECUTE FUNCTION {name}()",
)
_STATEMENTS: Final = {
    "sqlite": (_SQLITE, "json_object"),
    "postgresql": (_POSTGRESQL, "jsonb_build_object"),
}
_FOUND: Final = {
    "sqlite": "SELECT 1 FROM sqlite_master WHERE type = 'trigger' AND name = %s",
    "postgresql": "SELECT 1 FROM pg_trigger WHERE tgname = %s AND tgenabled <> 'D'",
}


def install_trigger(using: str = DEFAULT_DB_ALIAS, **_: Any) -> None:
    """Install what keeps revisions; harmless where it is there already."""
    connection = connections[using]
    tables = {_TABLE, Revision._meta.db_table}
    if not tables <= set(connection.introspection.table_names()):
        return
    statements, pack = _STATEMENTS[connection.vendor]
    insert = _INSERT.format(pack=pack, pairs=_PAIRS)
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement.format(name=NAME, table=_TABLE, insert=insert))


def is_kept(using: str = DEFAULT_DB_ALIAS) -> bool:
    """Whether the trigger is there: always, after a migrate."""
    connection = connections[using]
    with connection.cursor() as cursor:
        cursor.execute(_FOUND[connection.vendor], [NAME])
        return cursor.fetchone() is not None
