"""``manage.py groups``: approval rates by protected attribute."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from typing import Any, Final

from django.core.management.base import BaseCommand, CommandError

from predictor.management import console
from predictor.services import registry
from predictor.services.monitoring import counting, groups, wording

_HEADING: Final = ("group", *wording.GROUP_HEADING)


class Command(BaseCommand):
    """Counts what is new in the record; a screen, not a legal test."""

    help = (
        "Compare the approval rates of groups, of recommendations and of decisions, "
        "over the last twelve months. A screen, not a legal test."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--model", type=int, metavar="N", help="a version; by default all together"
        )
        parser.add_argument(
            "--json",
            action="store_true",
            help="print JSON: the twelve months that end with each of the last twelve",
        )

    def handle(self, **options: Any) -> None:
        with console.progress_bar("Counting", self.stderr) as on_progress:
            counting.count(on_progress=on_progress)
        try:
            found = groups.groups(options["model"])
        except registry.NoSuchVersion as error:
            raise CommandError(str(error)) from None
        if options["json"]:
            self.stdout.write(json.dumps(found.as_dict()))
        else:
            self._print(found)

    def _print(self, found: groups.Groupings) -> None:
        self.stdout.write(groups.SCREEN)
        for window in found.newest:
            if window.groups:
                rows = [[g.group, *wording.of_group(g, window)] for g in window.groups]
                title = wording.title_of(window)
                console.print_table(self.stdout, title, _HEADING, rows)
        if not any(window.groups for window in found.newest):
            self.stdout.write("Nothing was scored or decided in these months.")
