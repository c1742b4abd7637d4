"""Threads and processes of the training."""

from __future__ import annotations

import os
import threading
import time
from contextlib import AbstractContextManager
from functools import cache

from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]


def one_thread() -> AbstractContextManager[object]:
    """Return a context in which linear algebra and boosting work in one thread.

    Sums over several are rounded in an order that differs by machine.
    """
    limits: AbstractContextManager[object] = threadpool_limits(1)
    return limits


@cache
def end_with(owner: int) -> None:
    """Let this process end within a second of its owner, however that one ends.

    A pool's process would wait for work for ever when its owner is killed.
    """
    threading.Thread(target=_watch, args=(owner,), daemon=True).start()


def _watch(owner: int) -> None:
    while os.getppid() == owner:
        time.sleep(0.5)
    os._exit(1)
