"""Tokens for the clients of the API."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from django.contrib.auth import get_user_model
from django.db import transaction

from predictor.models import ApiToken, Scope

DEFAULT_SCOPES: Final = (Scope.PREDICT, Scope.DRY_RUN, Scope.READ)


class TakenByAPerson(Exception):
    """The name is that of a user who can log in."""


@transaction.atomic
def issue(
    *, name: str, scopes: Sequence[Scope] = DEFAULT_SCOPES, rate: str = ""
) -> str:
    """Return a new token of the client with that name; only its hash is kept.

    The client is a user without a password. All tokens of one name are one client, so
    a token can be replaced without losing the applications that it sent.

    Raises
    ------
    TakenByAPerson
        Where a person who can log in has that name.
    """
    users = get_user_model().objects
    user, created = users.get_or_create(username=name)
    if created:
        user.set_unusable_password()
        user.save(update_fields=["password"])
    elif user.has_usable_password():
        raise TakenByAPerson(f"{name} is a person's account. Give the client a name.")
    _, token = ApiToken.objects.create(
        user=user, name=name, scopes=list(scopes), rate=rate
    )
    return str(token)
