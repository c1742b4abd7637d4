"""Every page of the officers, at a desk with a million applications."""

from __future__ import annotations

import json
import os
import subprocess
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from benchmarks import bodies, filled
from benchmarks.databases import MakeDatabase
from benchmarks.installation import Installation
from benchmarks.officer import Desk, Officer
from benchmarks.plan import DeskSize
from benchmarks.race import Track
from benchmarks.servers import ROOT, Server, python, serving
from benchmarks.visits import VISITS, refuse_forgotten

#: Page → its milliseconds, by what is said of them.
Times = dict[str, dict[str, float]]

_FILL: Final = "benchmarks.contestants.fill_desk"
_LENDER: Final = {
    "CREDITOR_NAME": "Example Lender",
    "CREDITOR_ADDRESS": "1 Example Street; Springfield",
    "AGENCY_NAME": "Example Agency",
    "AGENCY_ADDRESS": "2 Example Street; Capital",
}


@dataclass(frozen=True, slots=True)
class Filled:
    """An installation that is a desk after years, and how to get in."""

    installation: Installation
    desk: Desk


def fill(
    ours: Installation, folder: Path, size: DeskSize, make: MakeDatabase | None
) -> Filled:
    """Return a copy of an installation that nobody uses, with all the rows.

    Raises
    ------
    Forgotten
        Where there is a page that would not be asked for.
    """
    environment = {
        **filled.environment_of_copy(ours.environment, folder, "desk", make),
        **_LENDER,
    }
    copy = replace(ours, environment=environment)
    copy.manage("collectstatic", "--noinput", "--verbosity", "0")
    told = subprocess.run(  # noqa: S603 - our own module
        python("-m", _FILL, *map(str, (size.applications, size.each, size.crowd))),
        cwd=ROOT,
        env={**os.environ, **environment},
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    desk = Desk(**json.loads(told.stdout))
    refuse_forgotten(desk.routes)
    return Filled(copy, desk)


def measure(full: Filled, log: Path, *, rounds: int) -> Times:
    """Ask for each page so many times, by turns, and once before that uncounted."""
    applicant = next(bodies.applicants(seed=3))
    with serving(full.installation.contestant(), [applicant], log) as server:
        tracks = _visited(server, full.desk, rounds)
    return {title: track.as_times() for title, track in tracks.items()}


def _visited(server: Server, desk: Desk, rounds: int) -> dict[str, Track]:
    tracks = {visit.title: Track() for visit in VISITS}
    officer = Officer(server.address, desk)
    for number in range(rounds + 1):
        for visit in VISITS:
            seconds = officer.visit(visit)
            if number:
                tracks[visit.title].seconds.append(seconds)
    officer.close()
    return tracks
