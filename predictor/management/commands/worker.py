"""``manage.py worker``: work off the queue, until a signal says to stop."""

from __future__ import annotations

from typing import Any

from django_tasks_db.management.commands import db_worker

from predictor.services import housekeeping


class Command(db_worker.Command):
    """The library's worker; before it begins, the housekeeping has its place."""

    help = "Work off the queue of tasks in the database; bin/serve starts it."

    def handle(self, *args: Any, **options: Any) -> None:
        housekeeping.schedule()
        super().handle(**options | {"reload": False})
