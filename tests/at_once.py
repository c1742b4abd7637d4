"""Callers at the same moment, each with a connection of its own."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Final, TypeVar

from django.db import connections

THREADS: Final = 6
T = TypeVar("T")


def at_once(call: Callable[[int], T]) -> list[T]:
    """Return what each of six threads got that called at the same moment."""
    barrier = Barrier(THREADS)

    def run(number: int) -> T:
        try:
            barrier.wait(timeout=30)
            return call(number)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(run, range(THREADS)))
