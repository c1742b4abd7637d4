"""``python -m benchmarks``: everything side by side, one table of ratios.

``--quick`` runs all of it once, small: it shows that the benchmark works, no figure.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Final

from benchmarks import bodies, installation, report
from benchmarks.databases import postgresql
from benchmarks.plan import FULL, QUICK, Plan
from benchmarks.race import Ratio, Track, race, ratio
from benchmarks.servers import Server, serving

_RESULTS: Final = Path(__file__).resolve().parent / "results"


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="small, and no figure")
    parser.add_argument("--results", type=Path, help="the folder that figures go to")
    options = parser.parse_args()
    plan = QUICK if options.quick else FULL
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        ratios, figures = _run(plan, Path(folder), stack)
    report.print_ratios(ratios)
    results = options.results or (None if options.quick else _RESULTS)
    if results:
        report.write(results, ratios, figures)


def _say(text: str) -> None:
    sys.stderr.write(f"{text}\n")


def _run(
    plan: Plan, folder: Path, stack: ExitStack
) -> tuple[list[Ratio], dict[str, dict[str, Any]]]:
    _say("Preparing the contestants ...")
    quick = plan is QUICK
    ours = [installation.install("ours", folder / "sqlite", quick=quick)]
    contestants = [
        installation.tutorial_server(folder, quick=quick),
        installation.floor("floor", folder / "sqlite"),
    ]
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
    ratios, figures = _measure(plan, servers, rows)
    for one in ours:
        _say(f"{one.name}: {one.manage('replay').strip()}")
    return ratios, figures


def _measure(
    plan: Plan, servers: list[Server], rows: Any
) -> tuple[list[Ratio], dict[str, dict[str, Any]]]:
    figures: dict[str, dict[str, Any]] = {}
    ratios: list[Ratio] = []
    memory = {s.contestant.name: s.start_seconds for s in servers}
    _say(f"Seconds to the first answer: {memory}")
    for race_plan in plan.races:
        _say(f"{race_plan.name} ...")
        entered = [s for s in servers if s.contestant.name in race_plan.requests]
        tracks = race(
            entered,
            rows,
            rows=race_plan.rows,
            requests=race_plan.requests,
            rounds=plan.rounds,
            query=race_plan.query,
        )
        figures[race_plan.name] = {n: track.as_dict() for n, track in tracks.items()}
        ratios += _ratios(race_plan.wanted, race_plan.name, tracks)
    return ratios, figures


def _ratios(
    wanted: dict[tuple[str, str], float], name: str, tracks: dict[str, Track]
) -> list[Ratio]:
    return [
        ratio(f"{name}: {ours} / {theirs}", tracks[ours], tracks[theirs], least)
        for (ours, theirs), least in wanted.items()
        if ours in tracks and theirs in tracks
    ]


if __name__ == "__main__":
    main()
