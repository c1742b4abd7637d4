"""``manage.py rollback_model --reason …``: back to the version before."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from predictor.management import people
from predictor.services import activations


class Command(BaseCommand):
    """Activates the version that was live before the one that is."""

    help = "Make the version before the active one the one that scores."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--reason", required=True, help="kept in the log")
        people.add_by(parser)

    def handle(self, *, reason: str, **options: Any) -> None:
        by = people.named(options["by"])
        try:
            activation = activations.roll_back(reason=reason, by=by)
        except activations.ActivationError as error:
            raise CommandError(str(error)) from None
        self.stdout.write(activations.describe(activation))
