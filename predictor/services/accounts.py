"""Accounts: what follows from a role, and the clients of the API."""

from __future__ import annotations

from typing import Any, Final

from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import User
from django.db import transaction
from django.http import HttpRequest

from predictor.models.roles import IN_THE_ADMIN, Role, group_of

TUTORIAL_CLIENT: Final = "tutorial"


class PeopleBackend(ModelBackend):
    """Django's own logins; a client of the API has none, whatever its password."""

    def authenticate(
        self, request: HttpRequest | None, *args: Any, **kwargs: Any
    ) -> Any:
        user = super().authenticate(request, *args, **kwargs)
        return None if user is None or is_client(user) else user


class NoSuchPerson(Exception):
    """No active account of a person has that user name."""

    def __init__(self, username: str) -> None:
        super().__init__(f"{username!r} is the user name of no active person.")


def person(username: str) -> User:
    """Return the person of that user name, who may act here.

    Raises
    ------
    NoSuchPerson
        Also where the account is switched off, or a client of the API.
    """
    # What cannot be printed is no user name, and some of it no database takes.
    known = User.objects.filter(username=username, is_active=True)
    found = known.first() if username.isprintable() else None
    if found is None or is_client(found):
        raise NoSuchPerson(username)
    return found


def is_client(user: Any) -> bool:
    """Whether the account is one of the API's clients."""
    return bool(user.groups.filter(name=Role.API_CLIENT).exists())


def settle(user: User) -> None:
    """Let somebody into the admin just as long as one of their roles works there."""
    works_there = user.groups.filter(name__in=IN_THE_ADMIN).exists()
    user.is_staff = user.is_superuser or works_there
    user.save(update_fields=["is_staff"])


@transaction.atomic
def client(name: str) -> tuple[User, bool]:
    """Return the client of that name, and whether it was made now."""
    user, created = User.objects.get_or_create(username=name)
    if created:
        user.set_unusable_password()
        user.save(update_fields=["password"])
        user.groups.add(group_of(Role.API_CLIENT))
    return user, created


def tutorial_client() -> User:
    """Return the client that stands for all callers of the tutorial's endpoint."""
    user, _ = client(TUTORIAL_CLIENT)
    return user
