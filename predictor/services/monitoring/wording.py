"""How the counts and rates of groups, and of a record, read in tables."""

from __future__ import annotations

from typing import Final

from ml import schema
from predictor.services.monitoring import months
from predictor.services.monitoring.groups import (
    LEAST_APPLICATIONS,
    LEAST_DECLINES,
    SOURCES,
    Group,
    Window,
)
from predictor.services.monitoring.record import Agreement, Measured

NOTHING: Final = "–"
TOO_FEW: Final = "too few"
REFERENCE_TOO_FEW: Final = "reference too few"
GROUP_HEADING: Final = (
    "applications",
    "approve",
    "decline",
    "approval rate (95 %)",
    "ratio to reference (95 %)",
)
GROUP_NOTE: Final = (
    f"Rates where a group has {LEAST_APPLICATIONS} applications and {LEAST_DECLINES} "
    "declines or more; else the counts alone. Intervals: Wilson's of a rate, Katz's "
    "of the logarithm of a ratio."
)


def title_of(window: Window) -> str:
    """Return whose answers, by what, when, and beside which group."""
    whose = SOURCES[window.source]
    label = schema.FIELDS[window.attribute].label
    when = f"{months.name(window.since)} to {months.name(window.until)}"
    reference = f", reference {window.reference}" if window.reference else ""
    return f"{whose}, by {label.lower()}, {when}{reference}"


def of_group(group: Group, window: Window) -> list[str]:
    """Return the cells of a group, below ``GROUP_HEADING``."""
    counts = [f"{n:,}" for n in (group.applications, group.approved, group.declined)]
    return [*counts, _of(group.rate), _ratio(group, window)]


def of_ratio(group: Group, window: Window) -> str:
    """Return a group's ratio, or how many of how many were approved."""
    if group.ratio is None and group.group != window.reference:
        return f"{group.approved:,} of {group.applications:,}"
    return _ratio(group, window)


def _ratio(group: Group, window: Window) -> str:
    if group.group == window.reference:
        return "reference"
    if group.ratio is None and group.is_enough:
        return REFERENCE_TOO_FEW
    return _of(group.ratio)


def _of(value: tuple[float, float, float] | None) -> str:
    if value is None:
        return TOO_FEW
    share, low, high = value
    return f"{share:.3f} ({low:.3f} to {high:.3f})"


AGREEMENT_HEADING: Final = (
    "Month",
    "Decisions",
    "Compared",
    "As recommended",
    "Agreement (95 %)",
    "Saw it",
    "Overridden",
    "Override rate",
)


def of_agreement(row: Agreement) -> list[str]:
    """Return the cells of a month, below ``AGREEMENT_HEADING``."""
    compared = (row.equal / row.compared, *row.interval) if row.compared else None
    return [
        months.name(row.month),
        f"{row.decisions:,}",
        f"{row.compared:,}",
        f"{row.equal:,}",
        _of(compared) if compared else NOTHING,
        f"{row.seen:,}",
        f"{row.overridden:,}",
        f"{row.overridden / row.seen:.3f}" if row.seen else NOTHING,
    ]


METRICS_HEADING: Final = ("AUC", "Log loss", "Brier")


def of_metrics(row: Measured) -> list[str]:
    """Return three numbers, below ``METRICS_HEADING``."""
    if row.metrics is None:
        return [TOO_FEW] * len(METRICS_HEADING)
    return [f"{row.metrics[name]:.3f}" for name in ("auc", "log_loss", "brier")]
