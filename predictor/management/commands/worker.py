"""``manage.py worker``: work off the queue, until a signal says to stop."""

from __future__ import annotations

import logging
import signal
import time
from typing import Any, Final

from django.db import DatabaseError, connection
from django_tasks_db.management.commands import db_worker

from predictor.services import housekeeping
from predictor.services.batches import queue

logger = logging.getLogger(__name__)

TRY_AGAIN_AFTER_SECONDS: Final = 5.0
_SIGNALS: Final = (signal.SIGINT, signal.SIGTERM)


class Command(db_worker.Command):
    """The library's worker, which waits for a database that is away.

    Before it begins, the housekeeping has its place in the queue, and files that a
    worker left half scored are looked for.
    """

    help = (
        "Work off the queue of tasks in the database: check and score files, keep "
        "house. bin/run and bin/serve start it."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        while not self._work(options | {"reload": False}):
            time.sleep(TRY_AGAIN_AFTER_SECONDS)

    def _work(self, options: dict[str, Any]) -> bool:
        """Work until a signal ends it; False where the database did."""
        try:
            housekeeping.schedule()
            queue.look_after()
            super().handle(**options)
        except DatabaseError:
            logger.warning("The database does not answer; the worker tries again.")
            connection.close()
            for number in _SIGNALS:  # what the worker that has ended would do
                signal.signal(number, signal.SIG_DFL)
            return False
        return True
