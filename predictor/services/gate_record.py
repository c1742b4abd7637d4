"""What the gate found, as it is kept with a version: read without any science."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

_GATE: Final = "gate"
_RATIOS: Final = "ratios"


def without_groups(metrics: Mapping[str, Any]) -> dict[str, Any]:
    """Return a version's metrics without how groups fare, which not all may see."""
    gate = metrics.get(_GATE)
    if not gate:
        return dict(metrics)
    bare = [
        {name: value for name, value in each.items() if name != _RATIOS}
        for each in gate["comparisons"]
    ]
    return {**metrics, _GATE: {**gate, "comparisons": bare}}
