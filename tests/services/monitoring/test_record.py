"""A version's own record: agreement, blind decisions, and ripe loans."""

from datetime import UTC, date, datetime

import pytest

from ml.intervals import wilson
from predictor.models import Counted, Decision
from predictor.services.monitoring import counting, months
from predictor.services.monitoring.record import record
from tests import builders
from tests.services.monitoring.rows import at, decided, loan

pytestmark = pytest.mark.django_db

OVERRIDE = {"override_code": "policy", "override_text": "A rule of ours."}
DECLINE = {"recommendation": "decline", "probability": 0.2}


def found():
    counting.count()
    return record(1)


@pytest.fixture(autouse=True)
def version(db):
    return builders.model_version(number=1)


def test_agreement_counts_where_both_said_approve_or_decline():
    decided(5)
    decided(5, "decline", **DECLINE)
    decided(5, "approve", **DECLINE, **OVERRIDE)
    decided(5, "counter_offer")
    decided(5, "approve", recommendation="refer", probability=0.5)

    (row,) = found().agreement

    assert (row.decisions, row.compared, row.equal) == (5, 3, 2)
    assert (row.seen, row.overridden) == (3, 1)
    assert row.interval == wilson(2, 3)


def test_who_did_not_see_it_overrode_nothing():
    decided(5, "decline", prediction_hidden=True)

    (row,) = found().agreement

    assert (row.compared, row.equal, row.seen, row.overridden) == (1, 0, 0, 0)


def test_decisions_belong_to_the_version_of_their_prediction():
    decided(5)
    decided(5, model_version=builders.model_version(number=2))

    assert found().agreement[0].decisions == 1
    assert record(2).agreement[0].decisions == 1


def test_decisions_without_a_prediction_belong_to_no_version():
    decision = decided(5)
    Decision.objects.create(
        application=decision.application,
        revision=1,
        verdict="decline",
        inputs=builders.INPUTS,
        decided_by=builders.person(),
        created_at=at(5),
        id=builders.key_at(at(5)),
    )

    assert found().agreement[0].decisions == 1
    counts = counting.of(Counted.DECISIONS)[date(2026, 5, 1)]
    assert counts["0"]["groups"]["Gender"] == {"Female": {"decline": 1}}


def test_only_blind_decisions_measure_the_probabilities():
    for place in range(30):
        decided(5, "approve" if place % 3 else "decline", probability=0.6 + place / 100)
    assert found().blind == []


def test_blind_decisions_are_measured_by_the_month():
    for place in range(40):
        good = place >= 10
        decided(
            5,
            "approve" if good else "decline",
            probability=0.9 if good else 0.7,
            prediction_hidden=True,
        )

    (row,) = found().blind

    assert (row.rows, row.positives) == (40, 30)
    assert row.metrics["auc"] == 1
    assert row.metrics["brier"] == pytest.approx(0.75 * 0.01 + 0.25 * 0.49)
    assert [each["rows"] for each in row.calibration] == [10, 30]


@pytest.mark.parametrize(
    "verdicts", [["approve"] * 40, ["approve", "decline"] * 14], ids=["one", "few"]
)
def test_too_few_or_all_alike_are_counts_alone(verdicts):
    for verdict in verdicts:
        decided(5, verdict, prediction_hidden=True)

    (row,) = found().blind

    assert row.rows == len(verdicts)
    assert row.metrics is None


def test_a_loan_counts_once_it_is_ripe():
    loan(at(5, year=2024), outcome="repaid", outcome_at=at(1, year=2025))
    loan(at(6, 16, year=2024), outcome="defaulted", outcome_at=at(7, year=2024))
    loan(at(6, 14, year=2024), outcome="repaid", outcome_at=at(7, year=2025))

    rows = found().outcomes

    assert [(row.measured.month.month, row.ripe) for row in rows] == [(5, 1), (6, 1)]


def test_a_default_counts_within_the_months_after_the_decision():
    decided_at = at(3, year=2023)
    for outcome, at_ in [
        ("defaulted", at(3, 9, year=2025)),
        ("defaulted", at(3, 11, year=2025)),
        ("repaid", at(3, 9, year=2025)),
    ]:
        loan(decided_at, outcome=outcome, outcome_at=at_)

    (row,) = found().outcomes

    assert (row.measured.rows, row.measured.positives) == (3, 2)


def test_a_ripe_loan_without_an_outcome_is_told_and_not_counted():
    loan(at(3, year=2023))
    loan(at(3, year=2023), outcome="repaid", outcome_at=at(2, year=2023))
    loan(at(3, year=2023), outcome="repaid", outcome_at=at(4, year=2023))

    (row,) = found().outcomes

    assert (row.ripe, row.unknown, row.measured.rows) == (3, 2, 1)


def test_months_of_an_outcome_are_a_setting(settings):
    loan(at(3, year=2025), outcome="repaid", outcome_at=at(4, year=2025))
    assert found().outcomes == []

    settings.OUTCOME_MONTHS = 12
    assert found().outcomes[0].ripe == 1


def test_an_outcome_that_comes_late_is_counted_then():
    late = loan(at(3, year=2023))
    assert found().outcomes[0].unknown == 1

    late.outcome, late.outcome_at = "repaid", at(5)
    late.save()

    assert found().outcomes[0].unknown == 0


def test_ripe_loans_are_measured():
    for place in range(40):
        bad = place < 8
        loan(
            at(3, year=2023),
            probability=0.65 if bad else 0.95,
            outcome="defaulted" if bad else "repaid",
            outcome_at=at(9, year=2023),
        )

    (row,) = found().outcomes

    assert row.measured.metrics["auc"] == 1
    assert row.measured.positives == 32


def test_a_loan_belongs_to_the_decision_that_approved_it_last():
    other = builders.model_version(number=2)
    reopened = loan(at(3, year=2023), outcome="repaid", outcome_at=at(4, year=2023))
    again = builders.prediction(
        application=reopened, created_at=at(4, year=2023), model_version=other
    )
    builders.decision(prediction=again, created_at=at(4, year=2023))

    assert found().outcomes == []
    assert record(2).outcomes[0].ripe == 1


def test_a_loan_does_not_belong_to_an_approval_that_never_took_effect():
    standing = loan(at(3, year=2023), outcome="repaid", outcome_at=at(4, year=2023))
    other = builders.model_version(number=2)
    again = builders.prediction(
        application=standing, created_at=at(4, year=2023), model_version=other
    )
    builders.decision(prediction=again, needs_second=True, created_at=at(4, year=2023))

    assert found().outcomes[0].ripe == 1
    assert record(2).outcomes == []


def test_the_last_day_of_a_month_is_as_late_as_a_shorter_month_allows():
    last = datetime(2024, 1, 31, 12, tzinfo=UTC)

    assert months.later(last, 13) == datetime(2025, 2, 28, 12, tzinfo=UTC)
    assert months.later(last, 12) == datetime(2025, 1, 31, 12, tzinfo=UTC)
