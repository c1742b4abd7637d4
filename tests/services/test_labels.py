"""What there is to learn from, and which labels may be copies of a suggestion."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from predictor.models import Label
from predictor.services.labels import labelled_rows
from tests import builders

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)


def decided(at=NOON, label="Y", **changes):
    values = {
        "loan_status": label,
        "status": "approved" if label == "Y" else "declined",
        "label_source": "imported",
        "source": "imported",
        "decided_at": at,
        "created_at": at or NOON,
    }
    return builders.application(**values | changes)


def seen(**options):
    return labelled_rows(**options).seen.tolist()


def predict(application, at):
    return builders.prediction(application=application, created_at=at)


def test_label_without_a_suggestion_before_it_is_no_copy():
    application = decided()
    predict(application, NOON + timedelta(days=2))

    assert seen() == [False]


def test_day_alone_is_not_before_what_was_predicted_on_it():
    midnight = NOON.replace(hour=0)
    predict(decided(at=midnight), NOON)

    assert seen() == [True]


def test_imported_label_may_copy_what_was_predicted_before_it():
    predict(decided(), NOON - timedelta(hours=1))

    assert seen() == [True]


def test_imported_label_without_a_date_may_copy_whatever_was_predicted():
    predict(decided(at=None), NOON - timedelta(hours=1))

    assert seen() == [True]


@pytest.mark.parametrize(("hidden", "copy"), [(True, False), (False, True)])
def test_officers_decision_says_what_was_on_the_screen(hidden, copy):
    application = decided(label_source="officer")
    prediction = predict(application, NOON - timedelta(hours=1))
    builders.decision(prediction=prediction, prediction_hidden=hidden)

    assert seen() == [copy]


def test_newest_decision_counts():
    application = decided(label_source="officer")
    prediction = predict(application, NOON - timedelta(hours=1))
    builders.decision(prediction=prediction, prediction_hidden=False)
    builders.decision(prediction=prediction, prediction_hidden=True)

    assert seen() == [False]


@pytest.mark.parametrize("answer", ["sent_back", None])
def test_decision_that_never_took_effect_says_nothing_of_the_label(answer):
    application = decided(label_source="officer")
    prediction = predict(application, NOON - timedelta(hours=1))
    builders.decision(prediction=prediction, prediction_hidden=False)
    waiting = {"prediction_hidden": True, "needs_second": True}
    proposed = builders.decision(prediction=prediction, **waiting)
    if answer:
        builders.journal_entry(kind=answer, decision=proposed, text="No.")

    assert seen() == [True]


def test_confirmed_decision_counts():
    application = decided(label_source="officer")
    prediction = predict(application, NOON - timedelta(hours=1))
    proposed = builders.decision(
        prediction=prediction, prediction_hidden=True, needs_second=True
    )
    builders.journal_entry(kind="confirmed", decision=proposed)

    assert seen() == [False]


def test_imported_label_is_not_that_of_an_earlier_decision_here():
    application = decided(label_source="imported")
    prediction = predict(application, NOON - timedelta(hours=1))
    builders.decision(prediction=prediction, prediction_hidden=True)

    assert seen() == [True]


def test_sample_was_decided_long_before_any_model():
    predict(decided(at=None, label_source="sample", source="sample"), NOON)

    assert seen() == [False]


def test_days_are_whole_and_of_the_lenders_clock():
    late = datetime(2026, 3, 10, 23, 30, tzinfo=UTC)
    decided(at=late)

    def count(**days):
        return len(labelled_rows(**days).y)

    day, before, after = date(2026, 3, 10), date(2026, 3, 9), date(2026, 3, 11)
    assert [count(since=d) for d in (before, day, after)] == [1, 1, 0]
    assert [count(until=d) for d in (before, day, after)] == [0, 1, 1]
    with timezone.override("Europe/Berlin"):
        assert count(until=day) == 0


def test_label_without_a_date_is_of_no_day():
    decided(at=None)

    assert len(labelled_rows().y) == 1
    assert len(labelled_rows(since=date(1990, 1, 1)).y) == 0


def test_all_other_days_can_be_asked_for():
    decided()
    decided(at=NOON + timedelta(days=3))
    decided(at=None)

    inside = labelled_rows(since=date(2026, 3, 11))
    outside = labelled_rows(since=date(2026, 3, 11), outside=True)

    assert (len(inside.y), len(outside.y)) == (1, 2)


def test_period_and_what_is_new():
    decided()
    decided(at=NOON + timedelta(days=3), created_at=NOON)
    decided(at=NOON, created_at=NOON + timedelta(days=5))

    rows = labelled_rows()

    assert (rows.origin.first, rows.origin.last) == ("2026-03-10", "2026-03-13")
    assert rows.origin.dated == 3
    assert rows.new_since(NOON).tolist() == [False, True, True]


def test_sources_have_their_numbers():
    decided()
    decided(source="api", label_source="officer")

    assert labelled_rows().sources == {"imported": 1, "api": 1}


# Outcomes


def loan(outcome, years_ago, months_after=None):
    at = timezone.now() - timedelta(days=365.25 * years_ago)
    ended = at + timedelta(days=30.44 * (months_after or 1))
    return decided(at=at, outcome=outcome, outcome_at=ended)


def test_only_ripe_loans_have_an_outcome_that_counts():
    loan("defaulted", years_ago=1)
    loan("repaid", years_ago=1)
    loan("defaulted", years_ago=3, months_after=6)
    loan("repaid", years_ago=3, months_after=20)
    loan("defaulted", years_ago=3, months_after=30)

    rows = labelled_rows(label=Label.OUTCOME)

    assert rows.y.tolist() == [0, 1, 1]
    assert rows.seen.tolist() == [False] * 3


def test_months_are_a_setting(settings):
    settings.OUTCOME_MONTHS = 6
    loan("defaulted", years_ago=1, months_after=3)

    assert labelled_rows(label=Label.OUTCOME).y.tolist() == [0]
