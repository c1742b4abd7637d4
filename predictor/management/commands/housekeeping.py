"""``manage.py housekeeping``: delete what has served its time, now."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from predictor.management import console
from predictor.services import housekeeping


class Command(BaseCommand):
    """Does by hand what the worker does every hour."""

    help = "Delete expired sessions, old idempotency keys and old results of tasks."

    def handle(self, **options: Any) -> None:
        deleted = housekeeping.sweep()
        named = {name.replace("_", " "): number for name, number in deleted.items()}
        self.stdout.write(f"Deleted: {console.counts(named)}.")
