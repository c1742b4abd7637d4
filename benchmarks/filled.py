"""The same installation with few predictions stored and with millions, by turns."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from benchmarks.databases import MakeDatabase
from benchmarks.findings import Findings
from benchmarks.installation import Installation
from benchmarks.race import race
from benchmarks.servers import ROOT, python, serving

_FILL: Final = "benchmarks.contestants.fill"


def copies(
    ours: Installation, folder: Path, sizes: Sequence[int], make: MakeDatabase | None
) -> dict[int, Installation]:
    """Return copies of an installation that nobody uses, with so many predictions."""
    found = {}
    for rows in sizes:
        copy = replace(
            ours,
            name=f"{ours.name}, {rows:,} stored",
            environment=environment_of_copy(
                ours.environment, folder / f"{rows}", f"{rows}", make
            ),
        )
        subprocess.run(  # noqa: S603 - our own module
            python("-m", _FILL, str(rows)),
            cwd=ROOT,
            env={**os.environ, **copy.environment},
            check=True,
        )
        found[rows] = copy
    return found


def environment_of_copy(
    environment: Mapping[str, str], folder: Path, name: str, make: MakeDatabase | None
) -> dict[str, str]:
    """Return the environment of a copy in that folder.

    Parameters
    ----------
    make : makes the database; None where it is a file of the folder.
    """
    shutil.copytree(environment["VAR_DIR"], folder)
    copy = {**environment, "VAR_DIR": str(folder)}
    if make:
        template = environment["DATABASE_URL"].rpartition("/")[2]
        copy["DATABASE_URL"] = make(f"{template}_{name}", template)
    return copy


def measure(
    copied: Mapping[int, Installation],
    applicants: Iterator[dict[str, Any]],
    log: Path,
    *,
    requests: int,
    rounds: int,
) -> Findings:
    """Ask each copy for single scores; compare the medians of fullest and emptiest."""
    found = Findings()
    with ExitStack() as stack:
        servers = [
            stack.enter_context(serving(one.contestant(), [next(applicants)], log))
            for one in copied.values()
        ]
        names = [server.contestant.name for server in servers]
        tracks = race(
            servers,
            applicants,
            rows=1,
            requests=dict.fromkeys(names, requests),
            rounds=rounds,
        )
    least, most = copied[min(copied)].name, copied[max(copied)].name
    what = f"p50: {most} / with {min(copied):,}"
    value = tracks[most].percentile(0.5) / tracks[least].percentile(0.5)
    found.add(what, value, at_most=1.2)
    title = least.partition(",")[0]
    found.add_race(f"{title} with predictions stored", tracks, {})
    return found
