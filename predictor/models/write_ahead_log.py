"""SQLite's write-ahead log, copied back into the database beside the requests.

By itself SQLite lets the commit that makes the log long copy it back, and the client of
that commit wait. After many rows a thread does it here; where it comes too late, SQLite
still does it.
"""

from __future__ import annotations

import logging
import sqlite3
import threading
from contextlib import closing
from typing import Final

from django.db import connections

logger = logging.getLogger(__name__)

_MANY: Final = 1_000  # rows whose log is about a megabyte
_going_on = threading.Lock()


def copy_back(rows: int, *, using: str) -> threading.Thread | None:
    """Begin to copy the log back, if so many rows made it long.

    Returns
    -------
    The thread that does; None where there is nothing to do, or one is at it.
    """
    connection = connections[using]
    if rows < _MANY or connection.vendor != "sqlite":
        return None
    if not _going_on.acquire(blocking=False):
        return None
    name = str(connection.settings_dict["NAME"])
    thread = threading.Thread(target=_copy_back, args=(name,), daemon=True)
    try:
        thread.start()
    except RuntimeError:  # as many threads as this machine allows: SQLite does it then
        _going_on.release()
        return None
    return thread


def _copy_back(name: str) -> None:
    try:
        with closing(sqlite3.connect(name)) as database:
            database.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()
    except sqlite3.Error as error:
        logger.warning("SQLite's log was not copied back: %s", error)
    finally:
        _going_on.release()
