"""``manage.py load_sample``: the Boston applications."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from predictor.management import console
from predictor.services.sample import load_sample


class Command(BaseCommand):
    """Stores real applications to start from; again, it changes nothing."""

    help = "Load 1,989 real mortgage applications (Boston, 1990) with their decisions."

    def handle(self, **options: Any) -> None:
        with console.progress_bar("Loading the sample", self.stderr) as on_progress:
            report = load_sample(on_progress=on_progress)
        console.print_import(self.stdout, report)
