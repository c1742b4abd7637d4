"""``manage.py drift``: are applications still like those that were learned from?"""

from __future__ import annotations

import json
from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Iterator
from typing import Any, Final

from django.core.management.base import BaseCommand, CommandError

from predictor.management import console
from predictor.services import registry
from predictor.services.monitoring import counting, drift
from predictor.services.monitoring.drift import Drift

_ABREAST: Final = 4  # months of a table: more are wider than a terminal


def _months(text: str) -> int:
    number = int(text)
    if not 1 <= number <= drift.MOST_MONTHS:
        raise ArgumentTypeError(f"a number from 1 to {drift.MOST_MONTHS}")
    return number


def _limit(text: str) -> float:
    number = float(text)
    if not 0 < number < float("inf"):
        raise ArgumentTypeError("a number above 0")
    return number


class Command(BaseCommand):
    """Counts what is new in the record; exits with 1 above the limit."""

    help = (
        "Count the record by the month, and compare a version's applications with "
        "those that it learned from (population stability index)."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--model", type=int, metavar="N", help="a version; by default the live one"
        )
        parser.add_argument(
            "--months",
            type=_months,
            default=drift.MONTHS,
            metavar="M",
            help=f"how many, up to this one; default {drift.MONTHS}",
        )
        parser.add_argument(
            "--fail-above",
            type=_limit,
            metavar="LIMIT",
            help=f"exit with 1 where the newest month with enough rows is above: "
            f"{drift.MUCH} is common",
        )
        parser.add_argument(
            "--recount",
            action="store_true",
            help="count all months anew, as after a backup was restored",
        )
        parser.add_argument("--json", action="store_true", help="print JSON")

    def handle(self, **options: Any) -> None:
        with console.progress_bar("Counting", self.stderr) as on_progress:
            counting.count(anew=options["recount"], on_progress=on_progress)
        try:
            found = drift.report(options["model"], last=options["months"])
        except (registry.NoActiveModel, registry.NoSuchVersion) as error:
            raise CommandError(str(error)) from None
        if options["json"]:
            self.stdout.write(json.dumps(found.as_dict()))
        else:
            self._print(found)
        if options["fail_above"]:
            self._judge(found, options["fail_above"])

    def _print(self, found: Drift) -> None:
        if found.problem:
            self.stdout.write(found.problem)
            return
        title = f"Version {found.model_version}: population stability index"
        for start in range(0, len(found.months), _ABREAST):
            some = slice(start, start + _ABREAST)
            heading = ("", *(f"{month:%Y-%m}" for month in found.months[some]))
            console.print_table(self.stdout, title, heading, _rows(found, some))
        self.stdout.write(drift.MEANING)

    def _judge(self, found: Drift, limit: float) -> None:
        if found.is_broken:
            raise CommandError(found.problem)
        if found.judged is None:
            self.stderr.write("Nothing was judged: no month has enough predictions.")
        above = [
            f"{one.label} in {cell.month:%Y-%m}: {cell.psi:.3f}"
            for one, cell in found.above(limit)
        ]
        if above:
            raise CommandError(f"Above {limit:g}: {'; '.join(above)}.")


def _rows(found: Drift, some: slice) -> Iterator[list[str]]:
    """Yield the number of predictions, and then the fields, of some of the months."""
    score = found.fields[-1].cells[some]
    numbers = [f"{cell.rows:,}" if cell.is_told else cell.text for cell in score]
    yield ["Predictions", *numbers]
    for one in found.fields:
        cells = one.cells[some]
        yield [one.label, *(cell.text if cell.is_told else "" for cell in cells)]
