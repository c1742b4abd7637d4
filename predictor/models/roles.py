"""The roles: groups that a migration makes, each with what its work needs."""

from __future__ import annotations

from typing import Final

from django.contrib.auth.models import Group
from django.db.models import TextChoices


class Role(TextChoices):
    """What somebody is here for. The value is the name of the group."""

    LOAN_OFFICER = "Loan officer"
    MODEL_MANAGER = "Model manager"
    AUDITOR = "Auditor"
    API_CLIENT = "API client"
    ADMINISTRATOR = "Administrator"


#: Who works in the admin.
IN_THE_ADMIN: Final = (Role.MODEL_MANAGER, Role.AUDITOR, Role.ADMINISTRATOR)


def group_of(role: Role) -> Group:
    """Return the group of a role."""
    return Group.objects.get(name=role.value)
