"""One training run at a time, on whatever machine; the lock dies with its holder."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from django.db import DatabaseError, connection

_FILE: Final = ".training"
#: Of an advisory lock on PostgreSQL: "loan" and 1, for a program has one space of them.
_KEY: Final = 0x6C6F616E << 32 | 1


class AnotherRun(Exception):
    """Somebody else is training."""

    def __init__(self) -> None:
        super().__init__(
            "Another training run is at work, or this one lost its lock on the "
            "database: wait until it has ended, and try again."
        )


class Lock:
    """A lock that is held; ``hold`` says so, or raises where it was lost."""

    def hold(self) -> None:
        """Make sure that it is still held.

        Raises
        ------
        AnotherRun
            Where it was lost, and another run may have begun.
        """


@contextmanager
def only_run(store: Path) -> Iterator[Lock]:
    """Hold the lock of all training runs on this database while the block runs.

    Parameters
    ----------
    store : where SQLite's file of a lock lies; it must exist.

    Raises
    ------
    AnotherRun
    """
    locked = _advisory_lock() if connection.vendor == "postgresql" else _flock(store)
    with locked as lock:
        yield lock


@contextmanager
def _flock(store: Path) -> Iterator[Lock]:
    with (store / _FILE).open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise AnotherRun from None
        yield Lock()


class _Advisory(Lock):
    """It is lost with its connection."""

    def __init__(self, cursor: Any) -> None:
        self._cursor = cursor

    def hold(self) -> None:
        try:
            self._cursor.execute("SELECT 1")
        except DatabaseError:
            raise AnotherRun from None


@contextmanager
def _advisory_lock() -> Iterator[Lock]:
    # On a connection of its own: the one of the queries may be lost and made anew.
    own = connection.copy()
    own.settings_dict["OPTIONS"] = {
        name: value
        for name, value in own.settings_dict["OPTIONS"].items()
        if name != "pool"
    }
    try:
        with own.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_lock(%s)", [_KEY])
            [got] = cursor.fetchone()
            if not got:
                raise AnotherRun
            yield _Advisory(cursor)
    finally:
        own.close()
