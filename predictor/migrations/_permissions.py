"""How a migration gives permissions to roles. No migration: its name begins with _."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.apps import apps as installed
from django.contrib.auth.management import create_permissions


def give(roles: Mapping[str, Sequence[str]], apps: Any, schema_editor: Any) -> None:
    """Give each role, by name, permissions such as ``predictor.view_decision``."""
    using = schema_editor.connection.alias
    # They are made after all migrations, which is too late for this one.
    for label in ("auth", "predictor"):
        config = installed.get_app_config(label)
        create_permissions(config, verbosity=0, using=using, apps=apps)
    for name, codes in roles.items():
        role, _ = apps.get_model("auth", "Group").objects.using(using).get_or_create(
            name=name
        )
        role.permissions.add(*_found(apps, using, codes))


def take(roles: Mapping[str, Sequence[str]], apps: Any, schema_editor: Any) -> None:
    """Take permissions away again."""
    using = schema_editor.connection.alias
    for name, codes in roles.items():
        roles_named = apps.get_model("auth", "Group").objects.using(using)
        if role := roles_named.filter(name=name).first():
            role.permissions.remove(*_found(apps, using, codes))


def _found(apps: Any, using: str, codes: Sequence[str]) -> list[Any]:
    permissions = apps.get_model("auth", "Permission").objects.using(using)
    return [
        permissions.get(content_type__app_label=label, codename=codename)
        for label, _, codename in (code.partition(".") for code in codes)
    ]
