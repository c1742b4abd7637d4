"""What is counted of each month, and when it is counted again."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from ml.drift import SCORE
from predictor.models import Counted, DryRun, MonthlyCount, Prediction
from predictor.services.monitoring import counting, predictions
from tests import builders
from tests.services.monitoring.rows import at, decided, loan, predicted

pytestmark = pytest.mark.django_db
MAY = date(2026, 5, 1)
JUNE = date(2026, 6, 1)


def counted(month=MAY, what=Counted.PREDICTIONS, version="1"):
    return counting.of(what)[month].get(version)


def row(month=MAY, what=Counted.PREDICTIONS):
    return MonthlyCount.objects.get(month=month, counted=what)


def test_each_month_and_version_has_its_count(live_version):
    predicted(5, 3)
    predicted(6, 2)
    predicted(6, 4, model_version=builders.model_version(number=2))

    counting.count()

    assert counted()["rows"] == 3
    assert counted(JUNE)["rows"] == 2
    other = counted(JUNE, version="2")
    assert (other["rows"], other["bins"]) == (4, None)


def test_every_input_and_the_score_are_counted_in_the_version_s_bins(live_version):
    predicted(5, 2, Credit_History=0)
    predicted(5, 1, Credit_History=None)

    counting.count()

    bins = counted()["bins"]
    assert set(bins) == {*live_version.inputs, SCORE}
    assert bins["Credit_History"] == [2, 0, 1]
    assert {sum(counts) for counts in bins.values()} == {3}


def test_an_application_counts_once_a_month_by_its_newest_score(live_version):
    application = builders.application()
    for day, history in [(3, 0), (20, 1)]:
        inputs = builders.INPUTS | {"Credit_History": history}
        builders.prediction(
            application=application, created_at=at(5, day), inputs=inputs
        )
    builders.prediction(application=application, created_at=at(6, 2))

    counting.count()

    assert counted()["bins"]["Credit_History"] == [0, 1, 0]
    assert counted(JUNE)["rows"] == 1


def test_an_application_counts_for_each_version_that_scored_it(live_version):
    application = builders.application()
    for version in (live_version, builders.model_version(number=2)):
        builders.prediction(
            application=application, created_at=at(5), model_version=version
        )

    counting.count()

    assert counted()["rows"] == counted(version="2")["rows"] == 1


def test_dry_runs_do_not_count(live_version):
    DryRun.objects.create(
        model_version=live_version,
        rows=50,
        channel="api",
        requested_by=builders.person(),
        request_id="r",
        created_at=at(6),
    )
    counting.count()

    assert counting.of(Counted.PREDICTIONS) == {JUNE: {}}


def test_a_month_begins_in_the_lender_s_time_zone(live_version, settings):
    settings.TIME_ZONE = "America/New_York"
    predicted(6, created_at=datetime(2026, 6, 1, 3, 59, tzinfo=UTC))
    predicted(6, created_at=datetime(2026, 6, 1, 4, 1, tzinfo=UTC))

    counting.count()

    assert (counted()["rows"], counted(JUNE)["rows"]) == (1, 1)


def test_a_month_that_is_over_is_counted_once(live_version, clock):
    predicted(5, 2)
    predicted(6, 1)
    counting.count()
    assert row().is_closed
    assert not row(JUNE).is_closed

    first = row().counted_at
    clock.moment += timedelta(hours=1)
    predicted(6, 1)
    counting.count()

    assert row().counted_at == first
    assert counted(JUNE)["rows"] == 2


def test_a_month_closes_a_day_after_its_end(live_version, clock):
    predicted(5)
    clock.moment = datetime(2026, 6, 1, 23, tzinfo=UTC)
    counting.count()
    assert not row().is_closed

    clock.moment = datetime(2026, 6, 2, 1, tzinfo=UTC)
    counting.count()
    assert row().is_closed


def test_months_of_another_time_zone_are_counted_again(live_version, settings):
    predicted(6, created_at=datetime(2026, 6, 1, 1, tzinfo=UTC))
    counting.count()
    assert MAY not in counting.of(Counted.PREDICTIONS)

    settings.TIME_ZONE = "America/New_York"
    counting.count()

    assert counted()["rows"] == 1


def test_no_month_of_a_clock_that_was_is_added_to_those_of_the_new_one(
    live_version, settings
):
    predicted(5, created_at=datetime(2026, 5, 1, 1, tzinfo=UTC))
    settings.TIME_ZONE = "America/New_York"
    counting.count()

    settings.TIME_ZONE = "UTC"
    assert counting.of(Counted.PREDICTIONS) == {}
    counting.count()

    found = counting.of(Counted.PREDICTIONS).values()
    assert sum(of["1"]["rows"] for of in found if of) == 1
    assert not MonthlyCount.objects.exclude(time_zone="UTC").exists()


def test_all_months_can_be_counted_anew(live_version):
    predicted(5, 2)
    counting.count()
    MonthlyCount.objects.update(content={})

    counting.count()
    assert counting.of(Counted.PREDICTIONS)[MAY] == {}
    counting.count(anew=True)
    assert counted()["rows"] == 2


def test_a_month_stays_open_while_the_files_of_its_version_are_away(
    live_version, settings, tmp_path
):
    predicted(5, 3)
    there = settings.MODEL_STORE
    settings.MODEL_STORE = tmp_path
    counting.count()
    assert counted()["bins"] is None
    assert not row().is_closed

    settings.MODEL_STORE = there
    counting.count()
    assert sum(counted()["bins"][SCORE]) == 3
    assert row().is_closed


def test_counting_takes_the_record_in_pieces(live_version, monkeypatch):
    predicted(5, 7, Credit_History=0)
    counting.count()
    whole = counted()

    MonthlyCount.objects.all().delete()
    monkeypatch.setattr(predictions, "CHUNK", 2)
    counting.count()

    assert counted() == whole
    assert whole["rows"] == 7


def test_groups_are_counted_by_what_was_recommended(live_version):
    predicted(5, 2, Gender="Male", Dependents=None)
    predicted(5, 1, Gender="Female", recommendation="decline", probability=0.1)

    counting.count()

    assert counted()["groups"]["Gender"] == {
        "Male": {"approve": 2},
        "Female": {"decline": 1},
    }
    assert counted()["groups"]["Dependents"]["missing"] == {"approve": 2}


def test_progress_reaches_its_end(live_version):
    predicted(4)
    told = []

    counting.count(on_progress=lambda done, total: told.append((done, total)))

    assert told[-1] == (len(told), len(told))
    assert len(told) == 4  # April to June, and the decisions of June


def test_a_month_has_one_count_of_a_kind():
    values = {"counted": "predictions", "month": MAY, "content": {}}
    values |= {"time_zone": "UTC", "counted_at": at(6)}
    MonthlyCount.objects.create(**values)

    with pytest.raises(IntegrityError), transaction.atomic():
        MonthlyCount.objects.create(**values)
    with pytest.raises(IntegrityError), transaction.atomic():
        MonthlyCount.objects.create(**values | {"counted": "anything"})


def test_labels_of_a_file_are_counted_by_when_they_were_decided(live_version):
    for label, status in [("Y", "approved"), ("N", "declined"), ("Y", "approved")]:
        builders.application(
            loan_status=label, status=status, label_source="imported", decided_at=at(5)
        )
    builders.application(
        loan_status="Y", status="approved", label_source="imported", decided_at=None
    )
    builders.application(
        loan_status="Y", status="approved", label_source="officer", decided_at=at(5)
    )

    counting.count()

    groups = counted(what=Counted.IMPORTED, version="0")["groups"]
    assert groups["Gender"] == {"Female": {"approve": 2, "decline": 1}}


def test_a_label_that_moved_leaves_its_month(live_version):
    label = builders.application(
        loan_status="Y", status="approved", label_source="imported", decided_at=at(5)
    )
    counting.count()
    label.decided_at = at(4)
    label.save()

    counting.count()

    assert list(counting.of(Counted.IMPORTED)) == [date(2026, 4, 1)]


def test_counting_changes_nothing_of_the_record(live_version):
    decided(5)
    loan(at(5, year=2023))
    before = list(Prediction.objects.order_by("id").values())

    counting.count()

    assert list(Prediction.objects.order_by("id").values()) == before
