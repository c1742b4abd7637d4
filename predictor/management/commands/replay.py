"""``manage.py replay``: does every stored prediction still come out as it was?"""

from __future__ import annotations

import json
from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from predictor.management import console
from predictor.services import registry, replay


class Command(BaseCommand):
    """Changes nothing; exits with 1 where a prediction differs."""

    help = "Score every stored prediction again with the version that made it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="print JSON")

    def handle(self, **options: Any) -> None:
        try:
            with console.progress_bar("Replaying", self.stderr) as on_progress:
                replayed = replay.replay(on_progress=on_progress)
        except registry.ArtifactError as error:
            raise CommandError(str(error)) from None
        if options["json"]:
            self.stdout.write(json.dumps(asdict(replayed), default=str))
        else:
            self._print(replayed)
        if replayed.different:
            raise CommandError(f"{replayed.different:,} predictions differ.")

    def _print(self, replayed: replay.Replayed) -> None:
        for one in replayed.differences:
            self.stdout.write(
                f"{one.prediction} (version {one.model_version}): "
                f"{one.stored!r} {one.recommended} was stored, "
                f"{one.replayed!r} {one.recommends} came out."
            )
        agree = replayed.predictions - replayed.different
        self.stdout.write(f"{agree:,} of {replayed.predictions:,} predictions agree.")
