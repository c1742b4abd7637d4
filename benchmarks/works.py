"""Work that is no request: each contestant in a process of its own, by turns."""

from __future__ import annotations

import csv
import json
import os
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, Final

import numpy as np

from benchmarks.findings import Findings
from benchmarks.installation import Installation
from benchmarks.race import Track
from benchmarks.servers import ROOT, python

_SEARCH: Final = "benchmarks.contestants.search"
_FILE_OURS: Final = "benchmarks.contestants.file_ours"
_FILE_PANDAS: Final = "benchmarks.contestants.file_pandas"
_FIRST: Final = "v0001"
_TOLERANCE: Final = 1e-9
Row = dict[str, Any]


class Disagreement(Exception):
    """Contestants came to different results: then no time of theirs means anything."""


@dataclass(frozen=True, slots=True)
class _Work:
    words: Sequence[str]
    environment: Mapping[str, str]
    one_core: bool = False

    def do(self) -> dict[str, Any]:
        done = subprocess.run(  # noqa: S603 - our own modules
            python("-m", *self.words),
            cwd=ROOT,
            env={**os.environ, **self.environment},
            check=True,
            capture_output=True,
            text=True,
            preexec_fn=_stay_on_one_core if self.one_core else None,
        )
        told: dict[str, Any] = json.loads(done.stdout)
        return told


def _stay_on_one_core() -> None:
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})


def files(
    ours: Installation,
    folder: Path,
    applicants: Iterator[Row],
    *,
    sizes: Sequence[int],
    rounds: int,
) -> Findings:
    """Score files of these many rows, each process on one core.

    Raises
    ------
    Disagreement
        Where the probabilities differ.
    """
    found, peaks = Findings(), []
    for rows in sizes:
        source = folder / f"{rows}.csv"
        _write(source, islice(applicants, rows))
        tracks, peak = _race_files(ours, source, rows, rounds)
        wanted = {("ours", "pandas"): 5.0} if rows == max(sizes) else {}
        found.add_race(f"a file of {rows:,} rows", tracks, wanted)
        peaks.append(peak)
        source.unlink()
    if len(peaks) > 1:
        what = f"memory of score: {sizes[-1]:,} / {sizes[-2]:,} rows"
        found.add(what, peaks[-1] / peaks[-2], at_most=1.1)
    return found


def _race_files(
    ours: Installation, source: Path, rows: int, rounds: int
) -> tuple[dict[str, Track], float]:
    """Return the tracks, and the most megabytes that ours took."""
    targets = {name: source.with_suffix(f".{name}") for name in ("ours", "pandas")}
    pipeline = Path(ours.environment["MODEL_STORE"]) / _FIRST / "pipeline.joblib"
    works = {
        "ours": (_FILE_OURS, source, targets["ours"]),
        "pandas": (_FILE_PANDAS, pipeline, source, targets["pandas"]),
    }
    tracks, peak = {name: Track() for name in works}, 0.0
    for _ in range(rounds):
        for name, words in works.items():
            work = _Work([str(word) for word in words], ours.environment, one_core=True)
            told = work.do()
            tracks[name].seconds.append(told["seconds"])
            tracks[name].rates.append(rows / told["seconds"])
            if name == "ours":
                peak = max(peak, told["megabytes"])
    _compare(targets["ours"], targets["pandas"])
    return tracks, peak


def _write(target: Path, applicants: Iterator[Row]) -> None:
    first = next(applicants)
    with target.open("w", newline="") as file:
        writer = csv.DictWriter(file, list(first), lineterminator="\n")
        writer.writeheader()
        writer.writerow(first)
        writer.writerows(applicants)


def _compare(ours: Path, theirs: Path) -> None:
    if not np.allclose(
        _probabilities(ours), _probabilities(theirs), rtol=0, atol=_TOLERANCE
    ):
        raise Disagreement("The files' probabilities differ.")


def _probabilities(target: Path) -> list[float]:
    with target.open(newline="") as file:
        probabilities = [float(row["probability"]) for row in csv.DictReader(file)]
    target.unlink()
    return probabilities


def search(*, rounds: int) -> Findings:
    """Search the tutorial's grid.

    Raises
    ------
    Disagreement
        Where the winners differ.
    """
    tracks = {"ours": Track(), "GridSearchCV": Track()}
    for _ in range(rounds):
        told = [_Work([_SEARCH, who], {}).do() for who in ("ours", "grid")]
        if told[0]["result"] != told[1]["result"]:
            raise Disagreement("The searches have different winners.")
        for track, one in zip(tracks.values(), told, strict=True):
            track.seconds.append(one["seconds"])
            track.rates.append(1 / one["seconds"])
    found = Findings()
    wanted = {("ours", "GridSearchCV"): 3.0}
    found.add_race("the grid of the tutorial", tracks, wanted, unit="searches")
    return found
