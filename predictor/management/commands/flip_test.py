"""``manage.py flip_test``: does anybody's recommendation hang on who they are?"""

from __future__ import annotations

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from predictor.management import console
from predictor.services import fairness, registry


class Command(BaseCommand):
    """Changes nothing."""

    help = (
        "Count the applications whose recommendation changes if only sex, marital "
        "status or dependents change."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--model", type=int, metavar="N", help="a version; by default the live one"
        )
        parser.add_argument("--json", action="store_true", help="print JSON")

    def handle(self, **options: Any) -> None:
        try:
            with console.progress_bar("Flipping", self.stderr) as on_progress:
                found = fairness.flip_test(options["model"], on_progress=on_progress)
        except (
            fairness.NoApplications,
            registry.NoActiveModel,
            registry.NoSuchVersion,
            registry.ArtifactError,
        ) as error:
            raise CommandError(str(error)) from None
        if options["json"]:
            self.stdout.write(json.dumps(found.as_dict()))
        else:
            console.print_flips(
                self.stdout,
                f"Version {found.model_version}, if only this attribute changed",
                found.flips,
            )
