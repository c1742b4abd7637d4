"""Which pictures a report has, what each shows, and what it says to who sees none."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from ml.recommendation import APPROVE
from ml.reporting.content import count, decimal, label, percent

Facts = Mapping[str, Any]

ROC: Final = "roc"
CALIBRATION: Final = "calibration"
CONFUSION: Final = "confusion"
IMPORTANCE: Final = "importance"
THRESHOLDS: Final = "thresholds"

#: Kind → title.
KINDS: Final[Mapping[str, str]] = {
    ROC: "How well it tells approved from declined (ROC)",
    CALIBRATION: "Whether its probabilities come true",
    CONFUSION: "Its answers at even odds",
    IMPORTANCE: "What it looks at",
    THRESHOLDS: "What other thresholds would do",
}


def file_name(kind: str) -> str:
    """Return the name of the file beside the model."""
    return f"{kind}.svg"


CARD: Final = "model_card.md"
#: The files of a report, in the folder of a version.
FILES: Final = (CARD, *map(file_name, KINDS))


def alternative(kind: str, facts: Facts) -> str:
    """Return what the picture shows, in words, from the facts of the report."""
    return _SAID[kind](facts)


def _roc(facts: Facts) -> str:
    model, alone = facts["left_out"]["auc"], facts["baseline_left_out"]["auc"]
    return (
        "Share of the approved found over share of the declined taken for approved. "
        f"The area below the curve is {decimal(model)}, that of the credit history "
        f"alone {decimal(alone)}; a coin's is 0.5."
    )


def _calibration(facts: Facts) -> str:
    fullest = max(facts["calibration"], key=lambda each: each["rows"])
    return (
        "Share approved in fact over the probability that was given; on the diagonal "
        f"both agree. Of {count(fullest['rows'])} rows from {fullest['lower']:.1f} to "
        f"{fullest['upper']:.1f} the model says {percent(fullest['predicted'])} and "
        f"{percent(fullest['approved'])} were approved."
    )


def _confusion(facts: Facts) -> str:
    (no_no, no_yes), (yes_no, yes_yes) = facts["confusion"]
    return (
        f"Of what people declined the model approves {count(no_yes)} and declines "
        f"{count(no_no)}; of what they approved it approves {count(yes_yes)} and "
        f"declines {count(yes_no)}."
    )


def _importance(facts: Facts) -> str:
    means = {name: sum(r) / len(r) for name, r in facts["importance"].items()}
    first, *others = sorted(means, key=lambda name: -means[name])
    return (
        "How much the log loss on the hold-out rises where one field is shuffled. The "
        f"most for {label(first)} (by {decimal(means[first])}), then for "
        f"{label(others[0])} (by {decimal(means[others[0]])})."
    )


def _thresholds(facts: Facts) -> str:
    chosen = facts["thresholds"]
    approve = next(s for s in facts["suggestions"] if s["suggestion"] == APPROVE)
    return (
        "Share that would be approved, share of the declined approved by mistake, and "
        "share of the approved left out, over the probability to approve from. Marked: "
        f"approve from {chosen['approve_from']:g}, which approves "
        f"{count(approve['rows'])} of {count(facts['rows'])} rows, and decline below "
        f"{chosen['decline_below']:g}."
    )


_SAID: Final[Mapping[str, Callable[[Facts], str]]] = {
    ROC: _roc,
    CALIBRATION: _calibration,
    CONFUSION: _confusion,
    IMPORTANCE: _importance,
    THRESHOLDS: _thresholds,
}
