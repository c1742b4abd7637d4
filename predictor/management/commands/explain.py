"""``manage.py explain``: what moved the scores that nobody has asked about yet."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError

from predictor.management import console
from predictor.models import Explanation, Prediction
from predictor.services import explained_later, explaining, registry


class Command(BaseCommand):
    """Explains one prediction, or stores the explanations that are missing."""

    help = "Explain a prediction, or all that are stored without an explanation."

    def add_arguments(self, parser: ArgumentParser) -> None:
        what = parser.add_mutually_exclusive_group(required=True)
        what.add_argument("prediction", nargs="?", type=UUID, help="its ID")
        what.add_argument(
            "--missing", action="store_true", help="all that have no explanation yet"
        )

    def handle(self, **options: Any) -> None:
        try:
            if options["missing"]:
                self._explain_missing()
            else:
                self._explain(options["prediction"])
        except registry.ArtifactError as error:
            raise CommandError(str(error)) from None

    def _explain_missing(self) -> None:
        with console.progress_bar("Explaining", self.stderr) as on_progress:
            outcome = explained_later.explain_missing(on_progress=on_progress)
        self.stdout.write(f"{outcome.explained:,} predictions explained.")
        if outcome.faults:
            raise CommandError("\n".join(outcome.faults))

    def _explain(self, key: UUID) -> None:
        prediction = Prediction.objects.filter(pk=key).first()
        if prediction is None:
            raise CommandError("There is no prediction of that ID.")
        self._print(prediction, explained_later.explanation_of(prediction))

    def _print(self, prediction: Prediction, explanation: Explanation) -> None:
        start = explanation.reference_probability
        rows = [["reference applicant", f"{start:.4f}"]]
        added = explaining.shown(explanation.contributions).items()
        largest_first = sorted(added, key=lambda one: -abs(one[1]))
        rows += [[name, f"{value:+.4f}"] for name, value in largest_first]
        rows.append(["probability", f"{prediction.probability:.4f}"])
        title = f"Prediction {prediction.pk}: {prediction.recommendation}"
        console.print_table(self.stdout, title, ("", "probability"), rows)
        for reason in explanation.reasons:
            self.stdout.write(f"{reason['code']}: {reason['text']}")
