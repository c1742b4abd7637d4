"""Let loan officers keep the journal, and whoever looks, look at it."""

from typing import Any

from django.db import migrations

from predictor.migrations import _permissions

ROLES: dict[str, tuple[str, ...]] = {
    "Loan officer": (
        "predictor.add_journalentry",
        "predictor.view_journalentry",
        "predictor.view_revision",
    ),
    "Auditor": ("predictor.view_journalentry", "predictor.view_revision"),
    "Administrator": ("predictor.view_journalentry", "predictor.view_revision"),
}


def give(apps: Any, schema_editor: Any) -> None:
    _permissions.give(ROLES, apps, schema_editor)


def take(apps: Any, schema_editor: Any) -> None:
    _permissions.take(ROLES, apps, schema_editor)


class Migration(migrations.Migration):
    dependencies = [("predictor", "0008_desk")]
    operations = [migrations.RunPython(give, take)]
