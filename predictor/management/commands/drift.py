"""``manage.py drift``: are applications still like those that were learned from?"""

from __future__ import annotations

import json
from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from predictor.management import console
from predictor.services import registry
from predictor.services.monitoring import counting, drift
from predictor.services.monitoring.drift import Drift


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
        parser.add_argument("--json", action="store_true", help="print JSON")

    def handle(self, **options: Any) -> None:
        with console.progress_bar("Counting", self.stderr) as on_progress:
            counting.count(on_progress=on_progress)
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
        heading = ("month", "predictions", *(one.label for one in found.fields))
        title = f"Version {found.model_version}: population stability index"
        console.print_table(self.stdout, title, heading, _rows(found))
        self.stdout.write(drift.MEANING)

    def _judge(self, found: Drift, limit: float) -> None:
        above = [
            f"{one.label} in {cell.month:%Y-%m}: {cell.psi:.3f}"
            for one, cell in found.above(limit)
        ]
        if above:
            raise CommandError(f"Above {limit:g}: {'; '.join(above)}.")


def _rows(found: Drift) -> Iterator[list[str]]:
    """Yield the months as rows: there are more of them than a terminal is wide."""
    for place, month in enumerate(found.months):
        cells = [one.cells[place] for one in found.fields]
        if cells[0].psi is None:
            yield [f"{month:%Y-%m}", cells[0].text, *("" for _ in cells)]
        else:
            rows = f"{cells[0].rows:,}"
            yield [f"{month:%Y-%m}", rows, *(cell.text for cell in cells)]
