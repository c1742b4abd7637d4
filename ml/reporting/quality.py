"""How good the probabilities are, and what the thresholds make of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from ml.reporting import pictures
from ml.reporting.content import Grid, Section, count, decimal, grid, share, words

Facts = Mapping[str, Any]

_HEADERS: Final = ("Measured on", "Rows", "Log loss", "AUC", "Brier", "Accuracy")
_MEASURES: Final = ("log_loss", "auc", "brier", "accuracy")
_LEFT_OUT: Final = (
    "Each training row is judged by a fit that had not learned from it: in the five "
    "folds, and on the hold-out by the fit without it."
)


def sections(facts: Facts) -> Iterator[Section]:
    """Yield the sections on metrics and on thresholds."""
    yield Section(
        title="How good it is",
        sentences=(
            "Log loss and Brier score: lower is better. AUC: higher is better, 0.5 is "
            "a coin's. The baseline knows the credit history alone. In the folds the "
            "best of many settings is flattered; the hold-out is not.",
        ),
        grids=tuple(_metrics(facts)),
        pictures=(pictures.ROC, pictures.CALIBRATION, pictures.CONFUSION),
    )
    yield Section(
        title="Thresholds",
        sentences=(
            "Between the two, and wherever a fact is missing that a decision needs, "
            "the suggestion is to refer.",
            *(_LEFT_OUT for _ in facts.get("suggestions", ())[:1]),
        ),
        grids=tuple(_thresholds(facts)),
        pictures=(pictures.THRESHOLDS,),
    )


def _metrics(facts: Facts) -> Iterator[Grid]:
    table = facts["table"]
    chosen: Facts = next((r for r in table if r.get("family") == facts["family"]), {})
    folds = facts.get("baseline_cv") or {}
    rows = (
        ("Five folds", {**chosen, "rows": folds.get("rows")}),
        ("Five folds: baseline", folds),
        ("Hold-out", facts.get("holdout") or {}),
        ("Hold-out: baseline", facts.get("baseline_holdout") or {}),
    )
    yield grid("Metrics", _HEADERS, [_row(name, found) for name, found in rows])
    if len(table) > 1:
        families = [
            (words(r["family"]), *(decimal(r.get(m)) for m in _MEASURES)) for r in table
        ]
        headers = ("Family", *_HEADERS[2:])
        yield grid("The best of each family, in the folds", headers, families)


def _row(name: str, found: Mapping[str, Any]) -> tuple[str, ...]:
    return (name, count(found.get("rows")), *(decimal(found.get(m)) for m in _MEASURES))


def _thresholds(facts: Facts) -> Iterator[Grid]:
    chosen = facts["thresholds"]
    rows = [
        ("Approve from", f"{chosen['approve_from']:g}"),
        ("Decline below", f"{chosen['decline_below']:g}"),
    ]
    yield grid("Thresholds", ("Threshold", "Probability"), rows)
    if "suggestions" in facts:
        yield _suggestions(facts)


def _suggestions(facts: Facts) -> Grid:
    """Return what is suggested, and how people had decided: three by two."""
    rows = [
        (
            each["suggestion"].capitalize(),
            share(each["rows"], facts["rows"]),
            share(each["approved"], each["rows"]),
            share(each["declined"], each["rows"]),
        )
        for each in facts["suggestions"]
    ]
    headers = ("Suggestion", "Rows", "Approved in fact", "Declined in fact")
    return grid("What it would have suggested", headers, rows)
