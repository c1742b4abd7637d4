"""How a version treats the groups of each protected attribute."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from ml import schema
from ml.reporting.content import Grid, Section, count, decimal, grid, label, percent

Facts = Mapping[str, Any]

_HEADERS: Final = (
    "Group",
    "Rows",
    "Suggested for approval",
    "95 % interval",
    "Approved in fact",
    "AUC",
    "Log loss",
)


def sections(facts: Facts) -> Iterator[Section]:
    """Yield the section on protected attributes, where the report has one."""
    if "groups" not in facts:
        return
    yield Section(
        title="Groups",
        sentences=(
            "Shares over the five folds. AUC and log loss only where a group has 30 "
            "rows and both classes; in smaller groups they would say nothing. Groups "
            "differ in more than the attribute; the flip test changes nothing else.",
        ),
        grids=(
            *(
                _attribute(name, facts["groups"][name])
                for name in schema.PROTECTED
                if name in facts["groups"]
            ),
            _flips(facts.get("flips", ())),
        ),
        protected=True,
    )


def _attribute(name: str, rates: Sequence[Mapping[str, Any]]) -> Grid:
    return grid(label(name), _HEADERS, [_row(rate) for rate in rates])


def _row(rate: Mapping[str, Any]) -> tuple[str, ...]:
    return (
        str(rate["group"]).capitalize(),
        count(rate["rows"]),
        percent(rate["rate"]),
        f"{percent(rate['low'])} to {percent(rate['high'])}",
        count(rate.get("approved")),
        decimal(rate.get("auc")),
        decimal(rate.get("log_loss")),
    )


def _flips(flips: Sequence[Mapping[str, Any]]) -> Grid:
    rows = [
        (
            label(flip["field"]),
            count(flip["rows"]),
            count(flip["changed"]),
            decimal(flip["largest"]),
        )
        for flip in flips
    ]
    headers = ("Only this changed", "Rows", "Other suggestion", "Largest change")
    return grid("Flip test", headers, rows)
