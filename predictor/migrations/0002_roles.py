"""Make the roles, and give one to everybody who is here already.

The permissions of each role are written out here, and not read from the code of the day:
a migration does the same whenever it runs.
"""

from typing import Any

from django.db import migrations

from predictor.migrations import _permissions

_LOOKED_AT = (
    "predictor.view_loanapplication",
    "predictor.view_protected",
    "predictor.view_prediction",
    "predictor.view_explanation",
    "predictor.view_decision",
    "predictor.view_modelversion",
    "predictor.view_modelactivation",
    "predictor.view_apitoken",
    "auth.view_user",
    "auth.view_group",
)
ROLES: dict[str, tuple[str, ...]] = {
    "Loan officer": (
        "predictor.add_loanapplication",
        "predictor.add_prediction",
        "predictor.view_loanapplication",
        "predictor.view_prediction",
        "predictor.view_modelversion",
    ),
    "Model manager": (
        "predictor.view_modelversion",
        "predictor.view_modelactivation",
        "predictor.activate_modelversion",
    ),
    "Auditor": _LOOKED_AT,
    "API client": (),  # what a client may do is in the scopes of its tokens
    "Administrator": (
        *_LOOKED_AT,
        "predictor.activate_modelversion",
        "predictor.delete_apitoken",
        "auth.add_user",
        "auth.change_user",
    ),
}
# Who had no password of their own is told apart by how Django writes that.
_NO_PASSWORD = "!"


def make_roles(apps: Any, schema_editor: Any) -> None:
    _permissions.give(ROLES, apps, schema_editor)


def give_roles(apps: Any, schema_editor: Any) -> None:
    """Let everybody go on: until now each login opened the officers' pages."""
    using = schema_editor.connection.alias
    groups = apps.get_model("auth", "Group").objects.using(using)
    officer, client = (groups.get(name=n) for n in ("Loan officer", "API client"))
    users = apps.get_model("auth", "User").objects.using(using)
    tokens = apps.get_model("predictor", "ApiToken").objects.using(using)
    clients = set(tokens.values_list("user_id", flat=True))
    for user in users.filter(is_staff=False, is_superuser=False).iterator():
        if user.pk in clients or user.password.startswith(_NO_PASSWORD):
            user.groups.add(client)
        else:
            user.groups.add(officer)


def take_roles_away(apps: Any, schema_editor: Any) -> None:
    groups = apps.get_model("auth", "Group").objects.using(
        schema_editor.connection.alias
    )
    groups.filter(name__in=ROLES).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("predictor", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
    ]
    operations = [
        migrations.AlterModelOptions(
            name="loanapplication",
            options={
                "ordering": ["-id"],
                "permissions": [
                    ("view_protected", "Can see sex, marital status and dependents")
                ],
            },
        ),
        migrations.RunPython(make_roles, take_roles_away),
        migrations.RunPython(give_roles, migrations.RunPython.noop),
    ]
