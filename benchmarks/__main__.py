"""``python -m benchmarks``: everything side by side, one table of ratios.

``--quick`` runs all of it once, small: it shows that the benchmark works, no figure.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Final

from benchmarks import (
    bodies,
    filled,
    installation,
    mlflow_server,
    pages,
    reasons,
    report,
    report_pages,
    swap,
    works,
)
from benchmarks.databases import MakeDatabase, postgresql
from benchmarks.findings import Findings
from benchmarks.installation import Installation
from benchmarks.plan import (
    FLOOR,
    FLOOR_POSTGRESQL,
    FULL,
    OURS,
    OURS_POSTGRESQL,
    QUICK,
    TUTORIAL,
    Plan,
    Race,
)
from benchmarks.race import race
from benchmarks.servers import Contestant, Server, serving

_RESULTS: Final = Path(__file__).resolve().parent / "results"


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="small, and no figure")
    parser.add_argument("--results", type=Path, help="the folder that figures go to")
    parser.add_argument("--pages", action="store_true", help="the officers' pages only")
    options = parser.parse_args()
    plan = QUICK if options.quick else FULL
    results = options.results or (None if options.quick else _RESULTS)
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        _say("Preparing the installations ...")
        make = postgresql(stack)
        if not make:
            _say("No PostgreSQL answers at POSTGRESQL_URL: it is left out.")
        ours = _installations(plan, Path(folder), make)
        _pages(plan, ours, Path(folder), make, results)
        if not options.pages:
            _races(plan, ours, Path(folder), make, results)


def _say(text: str) -> None:
    sys.stderr.write(f"{text}\n")


def _pages(
    plan: Plan,
    ours: list[Installation],
    folder: Path,
    make: MakeDatabase | None,
    results: Path | None,
) -> None:
    times = {}
    for one in ours:
        _say(f"{one.name}: a desk with {plan.desk.applications:,} applications ...")
        where = folder / f"{one.name} desk"
        on_server = make if one.name == OURS_POSTGRESQL else None
        full = pages.fill(one, where, plan.desk, on_server)
        times[one.name] = pages.measure(full, folder / "log", rounds=plan.desk.rounds)
        shutil.rmtree(where)
    report_pages.print_times(times)
    if results:
        report_pages.write(results, times, plan.desk)


def _races(
    plan: Plan,
    ours: list[Installation],
    folder: Path,
    make: MakeDatabase | None,
    results: Path | None,
) -> None:
    with ExitStack() as stack:
        found = _run(plan, ours, folder, make, stack)
    report.print_ratios(found.ratios)
    if results:
        report.write(results, found)


def _run(
    plan: Plan,
    ours: list[Installation],
    folder: Path,
    make: MakeDatabase | None,
    stack: ExitStack,
) -> Findings:
    _say("Preparing the others ...")
    contestants = _peers(plan, folder, make) + [one.contestant() for one in ours]
    rows, log, found = bodies.applicants(plan.seed), folder / "log", Findings()
    _work(plan, ours[0], folder, rows, found)  # while its first version is active
    _fill_and_measure(plan, ours, folder, make, rows, found)
    servers = [
        stack.enter_context(serving(one, [next(rows)], log)) for one in contestants
    ]
    for number, race_plan in enumerate(plan.races):
        _race(plan, race_plan, servers, rows, found)
        if number == 0:  # before batches make them grow
            _weigh(servers, found)
    _say("what reasons cost ...")
    [asked] = [one for one in servers if one.contestant.name == OURS]
    times, size = plan.explained
    found.add_all(
        reasons.measure(asked, rows, rounds=plan.rounds, times=times, rows=size)
    )
    _say("activation under load ...")
    found.add_all(swap.measure(ours[0], rows, plan.swap_seconds, log))
    for one in ours:
        _say(f"{one.name}: {one.manage('replay').strip()}")
    return found


def _installations(
    plan: Plan, folder: Path, make: MakeDatabase | None
) -> list[Installation]:
    quick = plan is QUICK
    ours = [installation.install(OURS, folder / "sqlite", quick=quick)]
    if make:
        url = make("loanapp_bench")
        where = folder / "postgresql"
        ours.append(
            installation.install(OURS_POSTGRESQL, where, database=url, quick=quick)
        )
    return ours


def _peers(plan: Plan, folder: Path, make: MakeDatabase | None) -> list[Contestant]:
    pipeline = installation.pickled(folder, quick=plan is QUICK)
    peers = [
        installation.tutorial_server(pipeline),
        installation.floor(FLOOR, folder / "sqlite"),
    ]
    if plan.mlflow:
        peers.append(mlflow_server.contestant(pipeline, folder))
    if make:
        url = make("loanapp_bench_floor")
        peers.append(installation.floor(FLOOR_POSTGRESQL, folder, database=url))
    return peers


def _fill_and_measure(
    plan: Plan,
    ours: list[Installation],
    folder: Path,
    make: MakeDatabase | None,
    rows: Iterator[dict[str, Any]],
    found: Findings,
) -> None:
    for one in ours:
        _say(f"{one.name}: databases with {max(plan.stored):,} predictions ...")
        where = folder / f"{one.name} filled"
        on_server = make if one.name == OURS_POSTGRESQL else None
        copied = filled.copies(one, where, plan.stored, on_server)
        found.add_all(
            filled.measure(
                copied,
                rows,
                folder / "log",
                requests=plan.races[0].requests[OURS],
                rounds=plan.rounds,
            )
        )
        shutil.rmtree(where)


def _work(
    plan: Plan,
    ours: Installation,
    folder: Path,
    rows: Iterator[dict[str, Any]],
    found: Findings,
) -> None:
    _say("files ...")
    found.add_all(
        works.files(ours, folder, rows, sizes=plan.file_rows, rounds=plan.work_rounds)
    )
    if plan.search:
        _say("the tutorial's grid search ...")
        found.add_all(works.search(rounds=plan.work_rounds))


def _race(
    plan: Plan,
    race_plan: Race,
    servers: list[Server],
    rows: Iterator[dict[str, Any]],
    found: Findings,
) -> None:
    _say(f"{race_plan.name} ...")
    tracks = race(
        [s for s in servers if s.contestant.name in race_plan.requests],
        rows,
        rows=race_plan.rows,
        requests=race_plan.requests,
        rounds=plan.rounds,
        query=race_plan.query,
    )
    found.add_race(race_plan.name, tracks, race_plan.wanted)
    if race_plan.rows == 1:
        for name in (OURS, OURS_POSTGRESQL):
            if track := tracks.get(name):
                tail = track.percentile(0.99) / track.percentile(0.5)
                found.add(f"{race_plan.name}: {name}, p99 / p50", tail, at_most=4)


def _weigh(servers: list[Server], found: Findings) -> None:
    found.processes = {
        server.contestant.name: {
            "resident_megabytes": server.resident_megabytes(),
            "seconds_to_the_first_answer": server.start_seconds,
        }
        for server in servers
    }
    ours, theirs = (found.processes[n]["resident_megabytes"] for n in (OURS, TUTORIAL))
    found.add("memory of a process: ours / tutorial", ours / theirs, at_most=0.8)


if __name__ == "__main__":
    main()
