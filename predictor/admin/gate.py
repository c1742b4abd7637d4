"""What the gate found of a version, as tables of its page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from predictor.admin.tables import Table, field_label
from predictor.models import ModelVersion

_HEADERS: Final = ("Measure", "This version", "The other", "Gain", "95 % interval")
_RATIO_HEADERS: Final = (
    "Group",
    "This version",
    "The other",
    "Difference",
    "95 % interval",
)
_MEASURES: Final = {
    "log_loss": "Log loss",
    "auc": "AUC",
    "brier": "Brier",
    "calibration_error": "Calibration error",
}
_RATIO_NOTE: Final = (
    "The approval rate of each group divided by that of the largest one. A screen, "
    "and no legal test."
)


def tables_of(version: ModelVersion) -> Iterator[Table]:
    """Yield the comparisons; how groups fare is for whom that permission was given."""
    gate = version.metrics.get("gate") or {}
    comparisons = gate.get("comparisons", [])
    for place, each in enumerate(comparisons):
        title = f"Gate: gain over {each['against']}, {each['rows']:,} rows"
        note = gate["sentence"] if place == 0 else ""
        yield Table(title=title, headers=_HEADERS, rows=_measures(each), note=note)
    for each in comparisons:
        if rows := _ratios(each):
            yield Table(
                title=f"Gate: groups, beside {each['against']}",
                headers=_RATIO_HEADERS,
                rows=rows,
                note=_RATIO_NOTE,
                collapsed=True,
                protected=True,
            )


def _measures(each: Mapping[str, Any]) -> list[list[object]]:
    return [
        [
            word,
            f"{each['mine'][name]:.4f}",
            f"{each['theirs'][name]:.4f}",
            *_told(each["gains"][name]),
        ]
        for name, word in _MEASURES.items()
    ]


def _ratios(each: Mapping[str, Any]) -> list[list[object]]:
    return [
        [
            f"{field_label(attribute)}: {group}",
            f"{found['mine']:.3f}",
            f"{found['theirs']:.3f}",
            *_told(found["difference"]),
        ]
        for attribute, groups in each["ratios"].items()
        for group, found in groups.items()
    ]


def _told(gain: Mapping[str, float]) -> tuple[str, str]:
    return f"{gain['value']:+.4f}", f"{gain['low']:+.4f} to {gain['high']:+.4f}"
