"""``manage.py preflight``: whether a production may be served."""

from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import BaseCommand

from predictor.services import startup


class Command(BaseCommand):
    """Says what is in the way, a sentence to a line; the exit code is then 1."""

    help = "Say what keeps a production from being served, all of it at once."

    def handle(self, **options: Any) -> None:
        obstacles = startup.obstacles()
        for sentence in obstacles or startup.remarks():
            self.stderr.write(sentence)
        if obstacles:
            sys.exit(1)
