"""Let loan officers have files scored, and see what became of their own."""

from typing import Any

from django.db import migrations

from predictor.migrations import _permissions

ROLES: dict[str, tuple[str, ...]] = {
    "Loan officer": ("predictor.add_batchjob", "predictor.view_batchjob"),
}


def give(apps: Any, schema_editor: Any) -> None:
    _permissions.give(ROLES, apps, schema_editor)


def take(apps: Any, schema_editor: Any) -> None:
    _permissions.take(ROLES, apps, schema_editor)


class Migration(migrations.Migration):
    dependencies = [("predictor", "0012_batch_jobs")]
    operations = [migrations.RunPython(give, take)]
