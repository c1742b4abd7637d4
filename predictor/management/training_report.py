"""What a training run says: what it learned from, how it did, what comes next."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from django.conf import settings

from predictor.management.console import counts, print_flips, print_table
from predictor.management.gate_report import print_gate
from predictor.models import Label, ModelVersion
from predictor.services import activations
from predictor.services.labels import LabelledRows
from predictor.services.training import Measured, Retrained, TutorialComparison

_HEADING = ("", "log loss", "AUC", "Brier", "accuracy")


def print_report(stdout: Any, retrained: Retrained) -> None:
    """Print the report of a training run."""
    stdout.write(_learned_from(retrained))
    print_table(
        stdout, "Cross-validation, five grouped folds", _HEADING, _families(retrained)
    )
    print_table(stdout, _hold_out_title(retrained), _HEADING, _hold_out(retrained))
    if retrained.tutorial:
        title, rows = _tutorial_title(retrained.tutorial), _tutorial(retrained.tutorial)
        print_table(stdout, title, _HEADING, rows)
    else:
        stdout.write(
            "The tutorial's forest needs all of its 11 inputs: one has no value."
        )
    print_table(stdout, _suggested_title(retrained), *_suggested(retrained))
    title = "Flip test: the rows it learned from, if only this attribute changed"
    print_flips(stdout, title, retrained.trained.flips)
    print_gate(stdout, retrained.verdict)
    stdout.write(_what_next(retrained))


def as_json(retrained: Retrained) -> dict[str, Any]:
    """Return the report for a script."""
    learned_from = retrained.learned_from
    return {
        "number": retrained.version.number,
        "active": retrained.version.is_active,
        "better": retrained.verdict.is_better,
        "gate": retrained.verdict.as_dict(),
        "next": _next(retrained.version),
        "sources": learned_from.sources,
        "seen_share": learned_from.seen_share,
        "sample_left_out": learned_from.sample_left_out,
        "champion": retrained.version.metrics["champion"],
        "tutorial": retrained.version.metrics["tutorial"],
        **retrained.trained.report(),
    }


def _learned_from(retrained: Retrained) -> str:
    trained, learned_from = retrained.trained, retrained.learned_from
    declined = trained.rows - trained.positives
    of_what, good, bad = _WORDS[learned_from.label]
    lines = [
        f"Learned from {trained.rows:,} {of_what} "
        f"({trained.positives:,} {good}, {declined:,} {bad}); "
        f"by source: {_shares(learned_from.sources)}.",
        _period(learned_from),
        *_feedback(learned_from),
    ]
    if learned_from.sample_left_out:
        lines.append(
            f"The {learned_from.sample_left_out:,} rows of the Boston sample were left "
            "out: there are enough others. --include-sample keeps them."
        )
    missing = {name: number for name, number in trained.nulls.items() if number}
    if missing:
        lines.append(f"Missing values: {counts(missing)}.")
    lines.append(
        "Rows that repeat the incomes and the amount of another one, kept together "
        f"with it on one side of every split: {trained.duplicates:,}."
    )
    return "\n".join(lines)


_WORDS: Final = {
    Label.DECISION: ("decided applications", "approved", "declined"),
    Label.OUTCOME: ("loans that have ended or run long enough", "repaid", "defaulted"),
}


def _shares(sources: Mapping[str, int]) -> str:
    total = sum(sources.values())
    return ", ".join(f"{name} {n:,} ({n / total:.0%})" for name, n in sources.items())


def _period(rows: LabelledRows) -> str:
    origin = rows.origin
    if not origin.dated:
        return "None of these labels has a date."
    return (
        f"Labels are of {origin.first} to {origin.last}; {origin.dated:,} of "
        f"{len(rows.y):,} have a date."
    )


def _feedback(rows: LabelledRows) -> Iterator[str]:
    """Say how many labels may be copies of what a model had suggested."""
    if rows.label == Label.OUTCOME:
        return
    yield (
        f"Labels given when a model's suggestion was there to be seen: "
        f"{int(rows.seen.sum()):,} ({rows.seen_share:.0%})."
    )
    if rows.seen_share >= settings.FEEDBACK_WARNING_SHARE > 0:
        yield (
            "WARNING: a model that learns from labels which follow its own suggestions "
            "learns to agree with itself. The gate counts the other labels only."
        )


def _families(retrained: Retrained) -> list[list[str]]:
    trained = retrained.trained
    rows = [
        _row(f"{r.family} (chosen)" if r.family == trained.family else r.family, r)
        for r in trained.table
    ]
    if measured := _measured(retrained):
        rows.append(_row(_champion_name(retrained), measured.cv))
    return [*rows, _row("Credit_History alone", trained.baseline_cv)]


def _hold_out_title(retrained: Retrained) -> str:
    rows = retrained.trained.holdout.rows
    return f"Hold-out, {rows:,} rows that the search has not seen"


def _hold_out(retrained: Retrained) -> list[list[str]]:
    trained = retrained.trained
    rows = [_row(trained.family, trained.holdout)]
    if measured := _measured(retrained):
        rows.append(_row(_champion_name(retrained), measured.holdout))
    return [*rows, _row("Credit_History alone", trained.baseline_holdout)]


def _measured(retrained: Retrained) -> Measured | None:
    return retrained.champion.measured if retrained.champion else None


def _champion_name(retrained: Retrained) -> str:
    assert retrained.champion is not None  # noqa: S101 - asked for where it is there
    return f"version {retrained.champion.version.number}'s recipe (active)"


def _suggested_title(retrained: Retrained) -> str:
    limits = retrained.trained.thresholds
    return (
        f"Approve from {limits.approve_from:g}, decline below "
        f"{limits.decline_below:g}: what fits say of rows they have not learned from"
    )


def _suggested(retrained: Retrained) -> tuple[list[str], list[list[str]]]:
    _, good, bad = _WORDS[retrained.learned_from.label]
    rows = [
        [
            one.suggestion,
            f"{one.rows:,} ({one.share:.1%})",
            _part(one.approved, one.approved_share),
            _part(one.declined, one.declined_share),
        ]
        for one in retrained.trained.suggested
    ]
    return ["", "rows", f"{good} in fact", f"{bad} in fact"], rows


def _part(rows: int, share: float | None) -> str:
    return f"{rows:,}" if share is None else f"{rows:,} ({share:.1%})"


def _tutorial_title(tutorial: TutorialComparison) -> str:
    return (
        "The tutorial's forest: its 11 inputs, its grid, its split "
        f"({tutorial.train_rows:,} / {tutorial.test_rows:,} rows, ungrouped)"
    )


def _tutorial(tutorial: TutorialComparison) -> list[list[str]]:
    return [
        _row("the tutorial's forest", tutorial.forest),
        _row("Credit_History alone", tutorial.baseline),
    ]


def _row(name: str, m: Any) -> list[str]:
    return [name, *(f"{x:.4f}" for x in (m.log_loss, m.auc, m.brier, m.accuracy))]


def _what_next(retrained: Retrained) -> str:
    version = retrained.version
    label = "past decisions" if version.label == "decision" else "repayment"
    made = (
        f"Version {version.number} ({version.family}) is written. It learned from "
        f"{label}: approve from {version.approve_from:g}, decline below "
        f"{version.decline_below:g}."
    )
    return f"{made}\n{_next(version)}"


def _next(version: ModelVersion) -> str:
    if version.is_active:
        return "It is active."
    if version.includes_protected and not settings.ALLOW_PROTECTED_INPUTS:
        return (
            "It is for comparison and not active: it uses protected attributes, which "
            "only the setting ALLOW_PROTECTED_INPUTS lets go live."
        )
    return f"It is not active. {activations.how_to(version)}"
