"""The table, the JSON and the pictures of the officers' pages."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from rich.console import Console
from rich.table import Table

from benchmarks.pages import Times
from benchmarks.plan import DeskSize
from benchmarks.report import bars, machine

#: What is wanted of the slowest of twenty.
MOST_MS: Final = 100


def print_times(times: Mapping[str, Times]) -> None:
    """Print what each page took on each database."""
    table = Table(title=f"Milliseconds of a page; wanted: p95 ≤ {MOST_MS}")
    table.add_column("page")
    for name in times:
        table.add_column(f"p50, {name}", justify="right")
        table.add_column("p95", justify="right")
    table.add_column("")
    for page in next(iter(times.values())):
        theirs = [one[page] for one in times.values()]
        figures = [f"{t[k]:.1f}" for t in theirs for k in ("p50_ms", "p95_ms")]
        table.add_row(page, *figures, "" if reached(theirs) else "not reached")
    Console(width=110).print(table)


def reached(times: list[dict[str, float]]) -> bool:
    return all(one["p95_ms"] <= MOST_MS for one in times)


def write(folder: Path, times: Mapping[str, Times], size: DeskSize) -> None:
    """Write ``pages.json`` and a picture for each database."""
    folder.mkdir(exist_ok=True)
    result = {
        **machine(),
        "applications": size.applications,
        "predictions": size.applications * size.each + size.crowd,
        "wanted_p95_ms": MOST_MS,
        "pages": times,
        "not_reached": [
            f"{page}: {name}"
            for name, pages in times.items()
            for page, one in pages.items()
            if not reached([one])
        ],
    }
    text = json.dumps(result, indent=1, ensure_ascii=False)
    (folder / "pages.json").write_text(f"{text}\n", encoding="utf-8")
    for name, pages in times.items():
        slowest = {f"{page}": one["p95_ms"] for page, one in pages.items()}
        picture = bars(f"Pages, p95 in milliseconds: {name}", slowest, names=250)
        file = f"pages-of-{name.replace(' ', '-')}.svg"
        (folder / file).write_text(picture, encoding="utf-8")
