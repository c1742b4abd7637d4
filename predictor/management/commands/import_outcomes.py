"""``manage.py import_outcomes FILE --by USERNAME``: how loans ended, from CSV."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from predictor.management import console, people
from predictor.services import imports
from predictor.services.deciding import ending_files
from predictor.services.deciding.ending_files import OutcomeReport


class Command(BaseCommand):
    """Records what a file says; the same file again changes nothing."""

    help = (
        "Record how approved loans ended, from a CSV file with the columns Loan_ID, "
        "Outcome (repaid or defaulted) and Outcome_At (a day, or a moment)."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        people.add_by(parser, required=True)
        parser.add_argument(
            "--skip-bad-rows",
            action="store_true",
            help="record the good rows; by default one bad row refuses the file",
        )
        parser.add_argument("--json", action="store_true", help="print JSON")

    def handle(
        self, *, file: Path, by: str, skip_bad_rows: bool, **options: Any
    ) -> None:
        person = people.person(by)
        try:
            with console.progress_bar("Importing", self.stderr) as on_progress:
                report = ending_files.import_file(
                    path=file,
                    by=person,
                    skip_bad_rows=skip_bad_rows,
                    on_progress=on_progress,
                )
        except (imports.UnreadableFile, imports.Disturbed) as error:
            raise CommandError(str(error)) from None
        except imports.BadRows as error:
            console.print_row_errors(self.stderr, error.errors)
            raise CommandError(
                "Nothing was stored. Mend the lines, or give --skip-bad-rows."
            ) from None
        self._print(report, as_json=options["json"])

    def _print(self, report: OutcomeReport, *, as_json: bool) -> None:
        if as_json:
            self.stdout.write(json.dumps(asdict(report)))
            return
        console.print_row_errors(self.stderr, report.errors)
        bad = len({error.row for error in report.errors})
        self.stdout.write(
            f"{report.rows:,} rows: {report.recorded:,} recorded, "
            f"{report.corrected:,} corrected, {report.unchanged:,} unchanged, "
            f"{bad:,} skipped."
        )
