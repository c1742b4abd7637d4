"""``manage.py create_token NAME``: a token for a client of the API."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any, Final

from django.core.management.base import BaseCommand, CommandError

from predictor.models import Scope
from predictor.services import accounts, tokens

MOST_DAYS: Final = 36_500


def _days(text: str) -> int:
    days = int(text)
    if not 1 <= days <= MOST_DAYS:
        raise ValueError
    return days


class Command(BaseCommand):
    """Prints the token and nothing else: it is shown this once."""

    help = "Create an API token and print it alone; only its hash is kept."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "name",
            help="the client, whose tokens share applications; with --for just a name",
        )
        parser.add_argument(
            "--scope",
            action="append",
            choices=Scope.values,
            help=f"may be repeated; default {' '.join(tokens.DEFAULT_SCOPES)}",
        )
        parser.add_argument(
            "--rate", default="", help="such as 600/min, or none; default: API_RATE"
        )
        parser.add_argument(
            "--for",
            dest="person",
            metavar="USERNAME",
            help="the person whose token it is: it opens what that person may do; "
            f"{Scope.DECIDE.value} needs one",
        )
        parser.add_argument(
            "--days", type=_days, help="valid for so long; default: TOKEN_DAYS"
        )

    def handle(self, *, name: str, rate: str, days: int | None, **options: Any) -> None:
        scopes = [Scope(scope) for scope in options["scope"] or tokens.DEFAULT_SCOPES]
        try:
            token = tokens.issue(
                name=name,
                scopes=scopes,
                rate=rate,
                days=days,
                person=options["person"],
            )
        except (tokens.TokenError, accounts.NoSuchPerson) as error:
            raise CommandError(str(error)) from None
        self.stdout.write(token)
