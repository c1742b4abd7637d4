"""``manage.py import_applications FILE``: applications and their decisions from CSV."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from predictor.management import console
from predictor.services import imports


class Command(BaseCommand):
    """Stores what a file holds; the same file again changes nothing."""

    help = "Import applications, with decisions where the file has them, from CSV."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--skip-bad-rows",
            action="store_true",
            help="store the good rows; by default one bad row refuses the file",
        )
        parser.add_argument("--json", action="store_true", help="print JSON")

    def handle(self, *, file: Path, skip_bad_rows: bool, **options: Any) -> None:
        try:
            with console.progress_bar("Importing", self.stderr) as on_progress:
                report = imports.import_file(
                    path=file, skip_bad_rows=skip_bad_rows, on_progress=on_progress
                )
        except (imports.UnreadableFile, imports.Disturbed) as error:
            raise CommandError(str(error)) from None
        except imports.BadRows as error:
            console.print_row_errors(self.stderr, error.errors)
            raise CommandError(
                "Nothing was stored. Mend the lines, or give --skip-bad-rows."
            ) from None
        if options["json"]:
            self.stdout.write(json.dumps(asdict(report)))
        else:
            console.print_row_errors(self.stderr, report.errors)
            console.print_import(self.stdout, report)
