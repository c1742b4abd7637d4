"""``manage.py score IN OUT``: a file of applications scored into another file."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from predictor.management import console
from predictor.services import files, registry


class Command(BaseCommand):
    """Scores a file; stores nothing in the database."""

    help = "Score a CSV file into another one. Nothing is stored in the database."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("source", type=Path, metavar="IN")
        parser.add_argument("target", type=Path, metavar="OUT")
        parser.add_argument(
            "--skip-bad-rows",
            action="store_true",
            help="score the good rows; by default one bad row refuses the file",
        )

    def handle(self, **options: Any) -> None:
        try:
            result = self._score(options)
        except files.BadRows as error:
            console.print_row_errors(self.stderr, error.result.errors)
            raise CommandError(
                f"{error} No file was written. Mend them, or give --skip-bad-rows."
            ) from None
        except (
            files.UnreadableFile,
            files.UnwritableFile,
            files.SameFile,
            registry.NoActiveModel,
            registry.ArtifactError,
        ) as error:
            raise CommandError(str(error)) from None
        console.print_row_errors(self.stderr, result.errors)
        self.stdout.write(
            f"{result.scored:,} rows scored into {options['target']}, "
            f"{result.bad:,} skipped. Nothing was stored in the database."
        )

    def _score(self, options: dict[str, Any]) -> files.FileResult:
        with console.progress_bar("Scoring", self.stderr) as on_progress:
            return files.score_file(
                source=options["source"],
                target=options["target"],
                skip_bad_rows=options["skip_bad_rows"],
                on_progress=on_progress,
            )
