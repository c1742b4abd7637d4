"""A new version is activated while requests come in: who notices, and when."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from itertools import cycle
from pathlib import Path
from subprocess import Popen
from typing import Any, Final, NamedTuple

from benchmarks.findings import Findings
from benchmarks.installation import Installation
from benchmarks.race import Track
from benchmarks.servers import Server, serving

Row = dict[str, Any]

_PROCESSES: Final = 2
_CONNECTIONS: Final = 8  # kept open: so many that no process is left without one
_WHEN: Final = (
    "from predictor.models import ModelActivation as A;"
    "print(A.objects.latest('id').created_at.isoformat())"
)


class _Sent(NamedTuple):
    at: float  # of the clock, when it was answered
    seconds: float
    by_second: bool  # the new version answered


def measure(
    ours: Installation, rows: Iterator[Row], seconds: float, log: Path
) -> Findings:
    """Ask without a pause, activate version 2 meanwhile, and look at the answers.

    Several processes serve, and over several connections all of them are asked.

    Raises
    ------
    BadAnswer
        Where a request fails: then the swap dropped one.
    """
    environment = {**ours.environment, "WORKERS": str(_PROCESSES)}
    contestant = replace(ours.contestant(), environment=environment)
    with serving(contestant, [next(rows)], log) as server:
        before = list(_ask(server, rows, until=time.time() + seconds))
        command = ours.start("activate_model", "2", "--reason", "benchmark")
        during = list(_ask(server, rows, until=time.time() + seconds, beside=command))
    activated_at = datetime.fromisoformat(
        ours.manage("shell", "-v0", "-c", _WHEN).strip()
    )
    return _judge(before, during, activated_at.timestamp())


def _judge(before: list[_Sent], during: list[_Sent], activated_at: float) -> Findings:
    last = max(one.at for one in during if not one.by_second)  # by the version before
    served_after = max(last - activated_at, 0.0)
    since = [one for one in during if activated_at <= one.at <= activated_at + 1]
    slow = Track(seconds=[one.seconds for one in since]).percentile(0.99)
    usual = Track(seconds=[one.seconds for one in before]).percentile(0.99)
    found = Findings()
    found.activation = {
        "processes": _PROCESSES,
        "served_by_all_after_seconds": served_after,
        "requests": len(before) + len(during),
        "p99_before_ms": 1e3 * usual,
        "p99_in_the_second_after_ms": 1e3 * slow,
    }
    what = f"activation: seconds until {_PROCESSES} processes serve it"
    found.add(what, served_after, at_most=1)
    found.add("activation: p99 after / before", slow / usual, at_most=3)
    return found


def _ask(
    server: Server,
    rows: Iterator[Row],
    *,
    until: float,
    beside: Popen[str] | None = None,
) -> Iterator[_Sent]:
    """Ask until then, counted from the end of the command beside it."""
    connections = [server.connect() for _ in range(_CONNECTIONS)]
    length = until - time.time()
    for connection in cycle(connections):
        if time.time() >= until:
            break
        if beside and beside.poll() is None:
            until = time.time() + length
        answer = connection.post(server.contestant.body([next(rows)]))
        yield _Sent(time.time(), answer.seconds, b'"model_version":2' in answer.body)
    for connection in connections:
        connection.close()
