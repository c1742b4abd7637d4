"""The same rows to every contestant, by turns, so that a slow minute hits them all."""

from __future__ import annotations

import statistics
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from benchmarks.servers import Server


@dataclass(slots=True)
class Track:
    """What one contestant did: a rate for each round, and the time of each request."""

    rates: list[float] = field(default_factory=list)  # rows a second, mostly
    seconds: list[float] = field(default_factory=list)

    def percentile(self, share: float) -> float:
        """Return the seconds within which that share of the requests was answered."""
        return sorted(self.seconds)[
            min(int(share * len(self.seconds)), len(self.seconds) - 1)
        ]

    def as_times(self) -> dict[str, float]:
        """Return milliseconds, where no rate is wanted."""
        return {
            "p50_ms": 1e3 * self.percentile(0.5),
            "p95_ms": 1e3 * self.percentile(0.95),
            "least_ms": 1e3 * min(self.seconds),
            "most_ms": 1e3 * max(self.seconds),
        }

    def as_dict(self) -> dict[str, Any]:
        return {
            "per_second": statistics.median(self.rates),
            "per_second_by_round": self.rates,
            "p50_ms": 1e3 * self.percentile(0.5),
            "p99_ms": 1e3 * self.percentile(0.99),
            "requests": len(self.seconds),
        }


def race(
    servers: Sequence[Server],
    applicants: Iterator[dict[str, Any]],
    *,
    rows: int,
    requests: Mapping[str, int],
    rounds: int,
    query: str = "",
) -> dict[str, Track]:
    """Let each server answer so many requests, one connection each, round by round.

    Parameters
    ----------
    rows : applicants in each request; nobody is sent twice.
    requests : how many of them, by the name of the contestant.
    query : what our own API is asked besides.
    """
    tracks = {server.contestant.name: Track() for server in servers}
    for _ in range(rounds):
        for server in servers:
            contestant = server.contestant
            sent = [
                contestant.body(list(islice(applicants, rows)))
                for _ in range(requests[contestant.name])
            ]
            connection = server.connect(
                query if contestant.path == "/api/predict" else ""
            )
            connection.post(contestant.body(list(islice(applicants, rows))))
            seconds = [connection.post(body).seconds for body in sent]
            connection.close()
            track = tracks[contestant.name]
            track.seconds += seconds
            track.rates.append(rows * len(sent) / sum(seconds))
    return tracks


@dataclass(frozen=True, slots=True)
class Ratio:
    """One contestant against another, in the rounds that they ran beside each other."""

    what: str
    value: float  # the median of the rounds
    least: float
    greatest: float
    wanted: float
    at_most: bool = False

    @property
    def reached(self) -> bool:
        return self.value <= self.wanted if self.at_most else self.value >= self.wanted


def ratio(what: str, ours: Track, theirs: Track, wanted: float) -> Ratio:
    """Return how many times their rate ours is."""
    by_round = [a / b for a, b in zip(ours.rates, theirs.rates, strict=True)]
    return Ratio(
        what, statistics.median(by_round), min(by_round), max(by_round), wanted
    )
