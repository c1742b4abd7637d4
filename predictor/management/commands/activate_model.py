"""``manage.py activate_model N --reason …``: make a version the live one."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from predictor.management import people
from predictor.services import activations


class Command(BaseCommand):
    """Activates a version; every serving process notices within a second."""

    help = "Make a model version the one that scores."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("number", type=int)
        parser.add_argument("--reason", required=True, help="kept in the log")
        people.add_by(parser)

    def handle(self, *, number: int, reason: str, **options: Any) -> None:
        by = people.named(options["by"])
        try:
            activation = activations.activate(number=number, reason=reason, by=by)
        except activations.ActivationError as error:
            raise CommandError(str(error)) from None
        self.stdout.write(activations.describe(activation))
