"""Tokens for the clients of the API, and for people who decide through it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from knox.crypto import hash_token

from predictor.models import ApiToken, Scope
from predictor.services import accounts

DEFAULT_SCOPES: Final = (Scope.PREDICT, Scope.DRY_RUN, Scope.READ)


_NAME: Final = re.compile(r"[\w.@+-]{1,100}")
_RATE: Final = re.compile(r"[1-9]\d*/(s|sec|m|min|h|hour|d|day)|none|")


class TokenError(Exception):
    """The token cannot be made."""


class NameTaken(TokenError):
    """The name is that of a person, or of the tutorial's callers."""

    def __init__(self, name: str) -> None:
        super().__init__(f"{name} is an account of another kind. Choose another name.")


class BadRate(TokenError):
    """The rate is not understood."""

    def __init__(self) -> None:
        super().__init__("A rate reads like 600/min, or none.")


class NeedsPerson(TokenError):
    """A program decides nothing."""

    def __init__(self) -> None:
        super().__init__(
            f"The scope {Scope.DECIDE.value} is for people: say whose token it is, "
            "with --for USERNAME."
        )


class BadName(TokenError):
    """The name cannot be that of a user."""

    def __init__(self) -> None:
        super().__init__("A name has 1 to 100 letters, digits and @ . + - _ .")


@transaction.atomic
def issue(
    *,
    name: str,
    scopes: Sequence[Scope] = DEFAULT_SCOPES,
    rate: str = "",
    days: int | None = None,
    person: str | None = None,
) -> str:
    """Return a new token of the client with that name; only its hash is kept.

    The client is a user without a password. All tokens of one name are one client, so
    a token can be replaced without losing the applications that it sent.

    Parameters
    ----------
    days : for so long it is valid; by default for ``TOKEN_DAYS``.
    person : the user name of whom the token is, where it is not a client's. It opens
        no more than that person may do, and the name is only a name.

    Raises
    ------
    TokenError
        One of its kinds, where name, rate or scopes will not do.
    accounts.NoSuchPerson
    """
    if not _RATE.fullmatch(rate):
        raise BadRate
    if not _NAME.fullmatch(name):
        raise BadName
    if person is None and Scope.DECIDE in scopes:
        raise NeedsPerson
    user = accounts.person(person) if person is not None else _client(name)
    _, token = ApiToken.objects.create(
        user=user, name=name, scopes=list(scopes), rate=rate, expiry=_expiry(days)
    )
    return str(token)


def _client(name: str) -> User:
    user, _ = accounts.client(name)
    if name == accounts.TUTORIAL_CLIENT or not accounts.is_client(user):
        raise NameTaken(name)
    return user


def _expiry(days: int | None) -> timedelta:
    return timedelta(days=settings.TOKEN_DAYS if days is None else days)


def is_valid(token: str) -> bool:
    """Whether the token opens the API now."""
    found = ApiToken.objects.filter(digest=hash_token(token)).first()
    return bool(found and (found.expiry is None or found.expiry > timezone.now()))
