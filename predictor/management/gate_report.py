"""What the gate found: each gain with its interval, and what that means."""

from __future__ import annotations

from typing import Any, Final

from predictor.management.console import print_table
from predictor.services.gate import Comparison, Difference, Verdict

_MEASURES: Final = {
    "log_loss": "log loss",
    "auc": "AUC",
    "brier": "Brier",
    "calibration_error": "calibration",
}


def print_gate(stdout: Any, verdict: Verdict) -> None:
    """Print the comparisons and the verdict."""
    for each in verdict.comparisons:
        title = f"Gain over {each.against}, {each.rows:,} rows"
        heading = ("", "candidate", "other", "gain", "95 % interval")
        print_table(stdout, title, heading, _measures(each))
    if ratios := [row for each in verdict.comparisons for row in _ratios(each)]:
        heading = ("", "candidate", "other", "difference", "95 % interval")
        title = "Approval rate of each group divided by the largest group's"
        print_table(stdout, title, heading, ratios)
    stdout.write(f"\nGate: {verdict.sentence}")


def _measures(each: Comparison) -> list[list[str]]:
    return [
        [word, f"{each.mine[name]:.4f}", f"{each.theirs[name]:.4f}"]
        + _told(each.gains[name])
        for name, word in _MEASURES.items()
    ]


def _ratios(each: Comparison) -> list[list[str]]:
    return [
        [f"{attribute} {group}: {each.against.split(',')[0]}"]
        + [f"{found['mine']:.3f}", f"{found['theirs']:.3f}"]
        + _told(Difference(**found["difference"]))
        for attribute, groups in each.ratios.items()
        for group, found in groups.items()
    ]


def _told(gain: Difference) -> list[str]:
    return [f"{gain.value:+.4f}", f"{gain.low:+.4f} to {gain.high:+.4f}"]
