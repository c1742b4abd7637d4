"""What explanations cost: our server asked with them and without, by turns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from benchmarks.findings import Findings
from benchmarks.race import Track, race
from benchmarks.servers import Server

#: Dry runs, so that what is written is in neither; and the request that they belong to.
_ONE: Final = {
    "stored, not explained": "?explain=none",
    "dry run, not explained": "?explain=none&dry_run=true",
    "dry run, explained": "?explain=all&dry_run=true",
}
_BATCH: Final = {
    "stored, not explained": "?explain=none",
    "stored, explained": "?explain=not_approved",
}


def measure(
    server: Server,
    applicants: Iterator[dict[str, Any]],
    *,
    rounds: int,
    times: int,
    rows: int,
) -> Findings:
    """Return the cost of explaining one applicant, and whoever is not approved of many.

    Parameters
    ----------
    times : requests of one applicant in a round; a batch is sent once.
    rows : of a batch.
    """
    found = Findings()
    one = _by_turns(server, applicants, _ONE, rounds=rounds, times=times, rows=1)
    found.add_race("one application, explained", one, {})
    stored, plain, explained = (track.percentile(0.5) for track in one.values())
    what = "explaining one application / the request without"
    found.add(what, (explained - plain) / stored, at_most=0.3)
    many = _by_turns(server, applicants, _BATCH, rounds=rounds, times=1, rows=rows)
    found.add_race(f"a batch of {rows:,}, explained", many, {})
    stored, explained = (track.percentile(0.5) for track in many.values())
    what = f"explaining who is not approved of {rows:,} / scoring and storing all"
    found.add(what, (explained - stored) / stored, at_most=2)
    return found


def _by_turns(
    server: Server,
    applicants: Iterator[dict[str, Any]],
    queries: Mapping[str, str],
    *,
    rounds: int,
    times: int,
    rows: int,
) -> dict[str, Track]:
    tracks = {name: Track() for name in queries}
    who = server.contestant.name
    for _ in range(rounds):
        for name, query in queries.items():
            requests = {who: times}
            once = race(
                [server],
                applicants,
                rows=rows,
                requests=requests,
                rounds=1,
                query=query,
            )
            tracks[name].seconds += once[who].seconds
            tracks[name].rates += once[who].rates
    return tracks
