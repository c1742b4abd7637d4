"""People, clients of the API, and their tokens."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import User

from predictor.models import ApiToken
from predictor.models.roles import Role, group_of
from predictor.services import accounts


def person(username: str = "clerk", **changes: Any) -> User:
    """Return a user who may log in; the same one for the same name."""
    found = User.objects.filter(username=username).first()
    return found or User.objects.create_user(username, **changes)


def person_as(role: Role, username: str = "", password: str | None = None) -> User:
    """Return a person, or a client, of that role."""
    made = User.objects.create_user(username or role.name.lower(), password=password)
    made.groups.add(group_of(role))
    accounts.settle(made)
    return made


def token(**changes: Any) -> ApiToken:
    """Return a stored token of a client."""
    values: dict[str, Any] = {
        "user": changes.get("user") or person("client"),
        "name": "Batch client",
        "scopes": ["predict", "read"],
        "prefix": "loanapp_",
    }
    made: ApiToken
    made, _ = ApiToken.objects.create(**values | changes)
    return made
