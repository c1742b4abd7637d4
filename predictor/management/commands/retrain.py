"""``manage.py retrain``: learn again from the decisions in the database."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from predictor.management import console, people, training_report
from predictor.models import Label
from predictor.services import activations, training


def _seed(text: str) -> int:
    seed = int(text)
    if not 0 <= seed < 2**32:
        raise ValueError
    return seed


def _day(text: str) -> date:
    day = date.fromisoformat(text)
    if not _FIRST_YEAR <= day.year <= _LAST_YEAR:
        raise ValueError
    return day


_FIRST_YEAR, _LAST_YEAR = 1900, 2999


class Command(BaseCommand):
    """Trains a new version; the first one is activated, later ones when asked."""

    help = "Train a new model version on the labelled applications."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--label",
            choices=Label.values,
            default=Label.DECISION.value,
            help="learn from decisions (the default), or from how loans ended",
        )
        parser.add_argument(
            "--since",
            type=_day,
            metavar="DAY",
            help="first day of the labels, ISO 8601",
        )
        parser.add_argument(
            "--until", type=_day, metavar="DAY", help="last day of the labels, ISO 8601"
        )
        parser.add_argument(
            "--family",
            action="append",
            choices=training.FAMILIES,
            help="may be repeated; by default all are tried and the best is kept",
        )
        parser.add_argument(
            "--include-protected",
            action="store_true",
            help="use all eleven inputs of the tutorial; for comparison",
        )
        parser.add_argument(
            "--include-sample",
            action="store_true",
            help="keep the Boston sample where there are enough other labels",
        )
        costs = training.Costs()
        for name, default, of_what in (
            ("--cost-false-approve", costs.approval, "a wrong approval"),
            ("--cost-false-decline", costs.decline, "a wrong decline"),
            ("--cost-refer", costs.review, "a review"),
        ):
            parser.add_argument(
                name,
                type=float,
                default=default,
                metavar="COST",
                help=f"of {of_what}, in any one unit; by default {default:g}",
            )
        parser.add_argument("--seed", type=_seed, default=42)
        parser.add_argument(
            "--activate",
            choices=["never", "if-better"],
            default="never",
            help="default never: a person activates (but the first version goes live)",
        )
        people.add_by(parser)
        parser.add_argument("--json", action="store_true", help="print JSON")

    def handle(self, **options: Any) -> None:
        try:
            retrained = self._retrain(options)
        except training.InvalidThresholds as error:
            raise CommandError(f"The costs cannot be: {error}") from None
        except (training.CannotRetrain, activations.ActivationError) as error:
            raise CommandError(str(error)) from None
        if options["json"]:
            report = training_report.as_json(retrained)
            self.stdout.write(json.dumps(report, indent=2))
        else:
            training_report.print_report(self.stdout, retrained)

    def _retrain(self, options: dict[str, Any]) -> training.Retrained:
        by, costs = people.named(options["by"]), _costs(options)
        with console.progress_bar("Training", self.stderr) as on_progress:
            return training.retrain(
                by=by,
                label=Label(options["label"]),
                since=options["since"],
                until=options["until"],
                costs=costs,
                families=options["family"] or training.FAMILIES,
                include_protected=options["include_protected"],
                include_sample=options["include_sample"],
                seed=options["seed"],
                activate=options["activate"],
                on_progress=lambda p: on_progress(p.done, p.total, p.family),
            )


def _costs(options: dict[str, Any]) -> training.Costs:
    costs = training.Costs(
        approval=options["cost_false_approve"],
        decline=options["cost_false_decline"],
        review=options["cost_refer"],
    )
    costs.thresholds()  # refused before the long work
    return costs
