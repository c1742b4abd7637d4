"""One thread: sums over several are rounded in an order that differs by machine."""

from __future__ import annotations

from contextlib import AbstractContextManager

from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]


def one_thread() -> AbstractContextManager[object]:
    """Return a context in which linear algebra and boosting work in one thread."""
    limits: AbstractContextManager[object] = threadpool_limits(1)
    return limits
