"""One training run at a time, on whatever machine; the lock dies with its holder."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from django.db import connection

_FILE: Final = ".training"
#: Of an advisory lock on PostgreSQL: "loan" and 1, for a program has one space of them.
_KEY: Final = 0x6C6F616E << 32 | 1


class AnotherRun(Exception):
    """Somebody else is training."""

    def __init__(self) -> None:
        super().__init__("Another training run is at work: wait until it has ended.")


@contextmanager
def only_run(store: Path) -> Iterator[None]:
    """Hold the lock of all training runs on this database while the block runs.

    Parameters
    ----------
    store : where SQLite's file of a lock lies; it must exist.

    Raises
    ------
    AnotherRun
    """
    hold = _advisory_lock() if connection.vendor == "postgresql" else _flock(store)
    with hold:
        yield


@contextmanager
def _flock(store: Path) -> Iterator[None]:
    with (store / _FILE).open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise AnotherRun from None
        yield


@contextmanager
def _advisory_lock() -> Iterator[None]:
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
            yield
    finally:
        own.close()
