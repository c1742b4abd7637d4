"""``manage.py replay``: does every stored prediction still come out as it was?

With ``--model N``: what would version N have recommended?
"""

from __future__ import annotations

import json
from argparse import ArgumentParser
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from predictor.management import console
from predictor.models import Recommendation
from predictor.services import backtest, registry, replay


class Command(BaseCommand):
    """Changes nothing; without --model it exits with 1 where a prediction differs."""

    help = (
        "Score every stored prediction again with the version that made it, "
        "or with another one."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="print JSON")
        parser.add_argument(
            "--model",
            type=int,
            metavar="N",
            help="through version N: what it would have recommended",
        )
        parser.add_argument(
            "--csv",
            type=Path,
            metavar="FILE",
            help="with --model: write the predictions that would differ into a file",
        )
        parser.add_argument(
            "--force", action="store_true", help="with --csv: replace the file"
        )

    def handle(self, **options: Any) -> None:
        try:
            if options["model"] is not None:
                self._backtest(options)
            elif options["csv"] or options["force"]:
                raise CommandError("--csv and --force go with --model.")
            else:
                self._replay(options)
        except backtest.AlreadyThere as error:
            raise CommandError(f"{error} --force replaces it.") from None
        except (
            registry.ArtifactError,
            registry.NoSuchVersion,
            backtest.UnwritableFile,
        ) as error:
            raise CommandError(str(error)) from None

    # Through the versions that made them

    def _replay(self, options: dict[str, Any]) -> None:
        found: list[replay.Difference] = []
        with console.progress_bar("Replaying", self.stderr) as on_progress:
            replayed = replay.replay(
                on_difference=found.append if options["json"] else self._tell,
                on_progress=on_progress,
            )
        if options["json"]:
            told = asdict(replayed) | {"differences": [asdict(one) for one in found]}
            self.stdout.write(json.dumps(told, default=str))
        else:
            agree = replayed.predictions - replayed.different
            told_of = f"{agree:,} of {replayed.predictions:,}"
            self.stdout.write(f"{told_of} predictions agree.")
        self._fail_for(replayed)

    def _tell(self, one: replay.Difference) -> None:
        self.stdout.write(
            f"{one.prediction} (version {one.model_version}): "
            f"{one.stored!r} {one.recommended} was stored, "
            f"{one.replayed!r} {one.recommends} came out."
        )

    def _fail_for(self, replayed: replay.Replayed) -> None:
        faults = list(replayed.unusable)
        if replayed.different:
            faults.append(f"{replayed.different:,} predictions differ.")
        if faults:
            raise CommandError("\n".join(faults))

    # Through another version

    def _backtest(self, options: dict[str, Any]) -> None:
        with console.progress_bar("Replaying", self.stderr) as on_progress:
            found = backtest.backtest(
                options["model"],
                target=options["csv"],
                replace=options["force"],
                on_progress=on_progress,
            )
        if options["json"]:
            self.stdout.write(json.dumps(found.as_dict()))
        else:
            self._print_backtest(found, options["csv"])

    def _print_backtest(self, found: backtest.Backtest, target: Path | None) -> None:
        self.stdout.write(
            f"Version {found.model_version} would recommend something else in "
            f"{found.different:,} of {found.predictions:,} predictions."
        )
        self._table(
            found,
            "Predictions: recommended then, and now",
            lambda c: f"{c.predictions:,}",
        )
        self._table(
            found,
            "Decided applications among them: people approved / declined",
            lambda c: f"{c.approved:,} / {c.declined:,}",
        )
        if target:
            self.stdout.write(f"Those that differ are in {target}.")

    def _table(
        self, found: backtest.Backtest, title: str, text: Callable[[backtest.Cell], str]
    ) -> None:
        names = Recommendation.values
        rows = [[f"{a} then", *(text(found.cells[a, b]) for b in names)] for a in names]
        heading = ("", *(f"would be {name}" for name in names))
        console.print_table(self.stdout, title, heading, rows)
