"""A new version is activated while requests come in: who notices, and when."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import datetime
from subprocess import Popen
from typing import Any, Final, NamedTuple

from benchmarks.findings import Findings
from benchmarks.installation import Installation
from benchmarks.race import Track
from benchmarks.servers import Server

_WHEN: Final = (
    "from predictor.models import ModelActivation as A;"
    "print(A.objects.latest('id').created_at.isoformat())"
)


class _Sent(NamedTuple):
    at: float  # of the clock, when it was answered
    seconds: float
    by_second: bool  # the new version answered


def measure(
    ours: Installation, server: Server, rows: Iterator[dict[str, Any]], seconds: float
) -> Findings:
    """Ask without a pause, activate version 2 meanwhile, and look at the answers.

    Raises
    ------
    BadAnswer
        Where a request fails: then the swap dropped one.
    """
    before = list(_ask(server, rows, until=time.time() + seconds))
    command = ours.start("activate_model", "2", "--reason", "benchmark")
    during = list(_ask(server, rows, until=time.time() + seconds, beside=command))
    activated_at = datetime.fromisoformat(
        ours.manage("shell", "-v0", "-c", _WHEN).strip()
    )
    at = activated_at.timestamp()
    served_after = next(one.at for one in during if one.by_second) - at
    window = [one.seconds for one in during if at <= one.at <= at + 1]
    slow = Track(seconds=window).percentile(0.99)
    usual = Track(seconds=[one.seconds for one in before]).percentile(0.99)
    found = Findings()
    found.activation = {
        "served_after_seconds": served_after,
        "requests": len(before) + len(during),
        "p99_before_ms": 1e3 * usual,
        "p99_in_the_second_after_ms": 1e3 * slow,
    }
    found.add("activation: seconds until it is served", served_after, at_most=1)
    found.add("activation: p99 after / before", slow / usual, at_most=3)
    return found


def _ask(
    server: Server,
    rows: Iterator[dict[str, Any]],
    *,
    until: float,
    beside: Popen[str] | None = None,
) -> Iterator[_Sent]:
    """Ask until then, counted from the end of the command beside it."""
    connection = server.connect()
    length = until - time.time()
    while time.time() < until:
        if beside and beside.poll() is None:
            until = time.time() + length
        answer = connection.post(server.contestant.body([next(rows)]))
        yield _Sent(time.time(), answer.seconds, b'"model_version":2' in answer.body)
    connection.close()
