"""What a run comes to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from benchmarks.race import Ratio, Track, ratio

Pair = tuple[str, str]  # ours and theirs


@dataclass(slots=True)
class Findings:
    """Ratios with what was wanted of them, and the figures that they come from."""

    ratios: list[Ratio] = field(default_factory=list)
    races: dict[str, dict[str, Any]] = field(default_factory=dict)
    units: dict[str, str] = field(default_factory=dict)  # of each race's rates
    processes: dict[str, dict[str, float]] = field(default_factory=dict)
    activation: dict[str, float] = field(default_factory=dict)

    def add_race(
        self,
        name: str,
        tracks: Mapping[str, Track],
        wanted: Mapping[Pair, float],
        unit: str = "rows",
    ) -> None:
        self.races[name] = {who: track.as_dict() for who, track in tracks.items()}
        self.units[name] = unit
        for (ours, theirs), least in wanted.items():
            if ours in tracks and theirs in tracks:
                what = f"{name}: {ours} / {theirs}"
                self.ratios.append(ratio(what, tracks[ours], tracks[theirs], least))

    def add(self, what: str, value: float, *, at_most: float) -> None:
        """Add a ratio that was measured once."""
        self.ratios.append(Ratio(what, value, value, value, at_most, at_most=True))

    def add_all(self, other: Findings) -> None:
        """Add what another part of the run came to."""
        self.ratios += other.ratios
        self.races |= other.races
        self.units |= other.units
        self.processes |= other.processes
        self.activation |= other.activation
