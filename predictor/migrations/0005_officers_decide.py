"""Let loan officers decide and record letters, and whoever looks, look at them."""

from typing import Any

from django.db import migrations

from predictor.migrations import _permissions

ROLES: dict[str, tuple[str, ...]] = {
    "Loan officer": (
        "predictor.add_decision",
        "predictor.view_decision",
        "predictor.add_notice",
        "predictor.view_notice",
    ),
    "Auditor": ("predictor.view_notice",),
    "Administrator": ("predictor.view_notice",),
}


def give(apps: Any, schema_editor: Any) -> None:
    _permissions.give(ROLES, apps, schema_editor)


def take(apps: Any, schema_editor: Any) -> None:
    _permissions.take(ROLES, apps, schema_editor)


class Migration(migrations.Migration):
    dependencies = [("predictor", "0004_notices")]
    operations = [migrations.RunPython(give, take)]
