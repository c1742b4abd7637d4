"""The table, the JSON and the picture of a run."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from html import escape
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

from rich.console import Console
from rich.table import Table

from benchmarks.findings import Findings
from benchmarks.race import Ratio

_LIBRARIES: Final = (
    *("django", "djangorestframework", "gunicorn", "msgspec", "numpy", "onnxruntime"),
    *("pandas", "psycopg", "scikit-learn", "flask"),
)


def machine() -> dict[str, Any]:
    """Return what the figures depend on besides the code."""
    return {
        "measured_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "cores": os.cpu_count(),
        "architecture": platform.machine(),
        "python": platform.python_version(),
        "libraries": {name: version(name) for name in _LIBRARIES},
    }


def print_ratios(ratios: Sequence[Ratio]) -> None:
    table = Table(title="Ours against the others, medians over the rounds")
    for heading in ("what", "ratio", "from", "to", "wanted", ""):
        table.add_column(heading, justify="left" if heading == "what" else "right")
    for one in ratios:
        figures = (f"{x:.2f}" for x in (one.value, one.least, one.greatest))
        bound = f"{'≤' if one.at_most else '≥'} {one.wanted:g}"
        table.add_row(one.what, *figures, bound, "" if one.reached else "not reached")
    Console(width=110).print(table)


def write(folder: Path, found: Findings) -> None:
    """Write ``latest.json`` and the pictures."""
    folder.mkdir(exist_ok=True)
    result = {
        **machine(),
        **asdict(found),
        "ratios": [{**asdict(one), "reached": one.reached} for one in found.ratios],
    }
    text = json.dumps(result, indent=1, ensure_ascii=False)
    (folder / "latest.json").write_text(f"{text}\n", encoding="utf-8")
    for name, tracks in found.races.items():
        rates = {who: track["per_second"] for who, track in tracks.items()}
        picture = bars(f"{name}: {found.units[name]} a second", rates)
        file = f"{name.replace(',', '').replace(' ', '-')}.svg"
        (folder / file).write_text(picture, encoding="utf-8")


_ROW: Final = 34
_NAMES: Final = 160
_WIDTH: Final = 680
_NUMBER: Final = 110  # room for the gap before a bar and the number behind it


def bars(title: str, values: Mapping[str, float], *, names: int = _NAMES) -> str:
    """Return horizontal bars with their numbers: readable without colour.

    Parameters
    ----------
    names : the room for what stands before a bar.
    """
    longest = max(values.values())
    height = _ROW * (len(values) + 1) + 10
    lines = [
        _SVG.format(height=height),
        f"<title>{escape(title)}</title>",
        f'<rect width="{_WIDTH}" height="{height}" fill="#fff"/>',
        f'<text x="10" y="24" font-weight="bold">{escape(title)}</text>',
    ]
    for place, (name, value) in enumerate(values.items(), start=1):
        length = value / longest * (_WIDTH - _NUMBER - names - 10)
        bar: dict[str, Any] = {
            "name": escape(name),
            "top": place * _ROW + 6,
            "text": place * _ROW + 23,
            "before": names,
            "left": names + 10,
            "length": max(length, 1),
            "end": names + length + 18,
            "fill": _OURS if name.startswith("ours") else _THEIRS,
            "value": f"{value:,.0f}" if value >= _WHOLE else f"{value:.2f}",
        }
        lines.append(_BAR.format(**bar))
    return "\n".join([*lines, "</svg>\n"])


_WHOLE: Final = 10  # from here on nobody wants decimals
_OURS: Final = "#1d4f91"
_THEIRS: Final = "#9aa5b1"
_SVG: Final = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 680 {height}" role="img" '
    'font-family="system-ui, sans-serif" font-size="15">'
)
_BAR: Final = (
    '<text x="{before}" y="{text}" text-anchor="end">{name}</text>'
    '<rect x="{left}" y="{top}" width="{length:.1f}" height="22" fill="{fill}"/>'
    '<text x="{end:.1f}" y="{text}">{value}</text>'
)
