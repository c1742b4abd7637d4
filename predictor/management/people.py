"""The person in whose name a command acts."""

from __future__ import annotations

from argparse import ArgumentParser

from django.contrib.auth.models import User
from django.core.management.base import CommandError

from predictor.services import accounts


def add_by(parser: ArgumentParser, *, required: bool = False) -> None:
    """Let a command be told who runs it."""
    parser.add_argument(
        "--by",
        metavar="USERNAME",
        required=required,
        help="who does this: an active person; kept in the record",
    )


def named(username: str | None) -> User | None:
    """Return the person of ``--by``; None where nobody was named.

    Raises
    ------
    CommandError
    """
    return None if username is None else person(username)


def person(username: str) -> User:
    """Return the person of that user name.

    Raises
    ------
    CommandError
    """
    try:
        return accounts.person(username)
    except accounts.NoSuchPerson as error:
        raise CommandError(f"--by: {error}") from None
