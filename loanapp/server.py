"""How the application server hands requests to its threads."""

from __future__ import annotations

from typing import Any, Final

from gunicorn.workers.gthread import ThreadWorker

_LINGER_SECONDS: Final = 0.002


class LingeringWorker(ThreadWorker):
    """Stays with a connection whose next request comes at once.

    Gunicorn's own gives each connection back to its main thread after each answer, and
    waking two threads for a request can take longer than to score. Here the thread
    waits a moment for the next one, unless somebody else waits for a thread.
    """

    def handle(self, conn: Any) -> Any:
        kept = super().handle(conn)
        while kept is True and self._has_time() and _has_more(conn):
            kept = super().handle(conn)
        return kept

    def _has_time(self) -> bool:
        return self.alive and self.tpool._work_queue.empty()


def _has_more(conn: Any) -> bool:
    conn.data_ready = False  # that was the request before: else nobody would wait
    return bool(conn.wait_for_data(_LINGER_SECONDS))
