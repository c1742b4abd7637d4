"""``python -m benchmarks``: everything side by side, one table of ratios.

``--quick`` runs all of it once, small: it shows that the benchmark works, no figure.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Final

from benchmarks import bodies, installation, mlflow_server, report, swap, works
from benchmarks.databases import postgresql
from benchmarks.findings import Findings
from benchmarks.installation import Installation
from benchmarks.plan import FULL, OURS, OURS_POSTGRESQL, QUICK, TUTORIAL, Plan, Race
from benchmarks.race import race
from benchmarks.servers import Server, serving

_RESULTS: Final = Path(__file__).resolve().parent / "results"


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="small, and no figure")
    parser.add_argument("--results", type=Path, help="the folder that figures go to")
    options = parser.parse_args()
    plan = QUICK if options.quick else FULL
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        found = _run(plan, Path(folder), stack)
    report.print_ratios(found.ratios)
    results = options.results or (None if options.quick else _RESULTS)
    if results:
        report.write(results, found)


def _say(text: str) -> None:
    sys.stderr.write(f"{text}\n")


def _run(plan: Plan, folder: Path, stack: ExitStack) -> Findings:
    _say("Preparing the contestants ...")
    quick = plan is QUICK
    ours = [installation.install(OURS, folder / "sqlite", quick=quick)]
    pipeline = installation.pickled(folder, quick=quick)
    contestants = [
        installation.tutorial_server(pipeline),
        installation.floor("floor", folder / "sqlite"),
    ]
    if plan.mlflow:
        contestants.append(mlflow_server.contestant(pipeline, folder))
    if database := postgresql(stack):
        url = database("loanapp_bench")
        ours.append(
            installation.install(
                "ours on PostgreSQL", folder / "postgresql", database=url, quick=quick
            )
        )
        url = database("loanapp_bench_floor")
        contestants.append(
            installation.floor("floor on PostgreSQL", folder, database=url)
        )
    else:
        _say("No PostgreSQL answers at POSTGRESQL_URL: it is left out.")
    contestants += [one.contestant() for one in ours]
    rows = bodies.applicants(plan.seed)
    servers = [
        stack.enter_context(serving(one, [next(rows)], folder / "log"))
        for one in contestants
    ]
    found = Findings()
    for number, race_plan in enumerate(plan.races):
        _race(plan, race_plan, servers, rows, found)
        if number == 0:  # before batches make them grow
            _weigh(servers, found)
    [server] = [s for s in servers if s.contestant.name == OURS]
    _say("activation under load ...")
    swapped = swap.measure(ours[0], server, rows, plan.swap_seconds)
    found.add_all(swapped)
    for one in ours:
        _say(f"{one.name}: {one.manage('replay').strip()}")
    _work(plan, ours[0], folder, rows, found)
    return found


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
