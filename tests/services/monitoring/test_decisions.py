"""Which decisions count, and in which month."""

from datetime import date

import pytest

from predictor.services.monitoring import decisions
from tests import builders
from tests.services.monitoring.rows import at, decided

pytestmark = pytest.mark.django_db
MAY = date(2026, 5, 1)
JUNE = date(2026, 6, 1)


def proposed(**changes):
    """Store a decision of May that waits for a second officer."""
    made = decided(5)
    values = {"prediction": made.prediction, "needs_second": True}
    return builders.decision(**values | {"created_at": at(5, 28)} | changes)


def numbers(month):
    """Return how many took effect, were compared, and were equal."""
    counts = decisions.count(month).get("1", {})
    return tuple(counts.get(name, 0) for name in ("decisions", "compared", "equal"))


def test_decision_that_waits_or_was_sent_back_counts_nowhere():
    proposed()
    back = proposed()
    builders.journal_entry(back, kind="sent_back", text="No.", created_at=at(6, 2))

    assert numbers(MAY) == (2, 2, 2)  # those that needed nobody
    assert numbers(JUNE) == (0, 0, 0)


def test_decision_counts_in_the_month_in_which_it_was_confirmed():
    builders.journal_entry(proposed(), created_at=at(6, 2))

    assert numbers(MAY) == (1, 1, 1)
    assert numbers(JUNE) == (1, 1, 1)


def test_agreement_has_the_first_decision_and_the_groups_have_both():
    first = decided(5, "decline", override_code="facts", override_text="A visit.")
    builders.decision(
        prediction=first.prediction,
        verdict="approve",
        reverses=first,
        reversed_because="A payslip came.",
        created_at=at(6, 2),
    )

    assert numbers(MAY) == (1, 1, 0)
    assert numbers(JUNE) == (1, 0, 0)
    told = [decisions.count(month)["1"]["groups"]["Gender"] for month in (MAY, JUNE)]
    assert told == [{"Female": {"decline": 1}}, {"Female": {"approve": 1}}]
