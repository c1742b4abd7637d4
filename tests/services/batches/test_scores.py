"""The good rows of a file are scored, each once."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from predictor.models import (
    BatchChunk,
    BatchJob,
    BatchState,
    Channel,
    LoanApplication,
    ModelVersion,
    Prediction,
)
from predictor.services import registry, scoring
from predictor.services.batches import claims, deciding, queue, results
from tests import builders
from tests.rows import row
from tests.services.batches import files
from tests.services.batches.conftest import work_off

pytestmark = pytest.mark.django_db


def scored(job):
    return {one[-9]: one[-7] for one in results.rows(job)}


def test_each_good_row_has_its_score(started, officer):
    table = files.rows(2_300)
    table[5]["Education"] = "College"

    job = work_off(started(table))

    assert (job.state, job.scored_rows, job.bad_rows) == ("done", 2_299, 1)
    stored = Prediction.objects.filter(channel="batch", requested_by=officer)
    assert stored.count() == len(set(stored.values_list("application", flat=True)))
    kept = dict(stored.values_list("application__loan_id", "probability"))
    assert scored(job) == kept
    assert (
        LoanApplication.objects.filter(owner=officer, source="batch").count() == 2_299
    )


def test_it_is_the_score_of_the_form(started, officer):
    work_off(started([row(Loan_ID="FILE", Credit_History=0)]))
    alone = scoring.score(
        rows=[row(Loan_ID="FORM", Credit_History=0)],
        by=officer,
        channel=Channel.FORM,
        request_id="r",
    )

    made = Prediction.objects.get(channel="batch")
    assert made.probability == alone.answers.probability[0]
    assert made.explanation.reasons


def test_a_row_without_a_reference_is_given_one(started):
    job = work_off(started([row(Loan_ID=""), row(Loan_ID="")]))

    assert set(scored(job)) == set(
        LoanApplication.objects.values_list("loan_id", flat=True)
    )
    assert len(scored(job)) == 2


def test_rows_are_forgotten_once_they_are_scored(started):
    job = work_off(started(files.rows(1_500)))

    assert list(job.chunks.values_list("rows", "lines")) == [("", "")] * 2
    assert "Married" not in "".join(job.chunks.values_list("results", flat=True))


def test_what_somebody_sent_meanwhile_is_refused_and_told(started):
    job = started([row(Loan_ID="A"), row(Loan_ID="B")])
    builders.application(loan_id="B", owner=builders.person("other"))

    work_off(job)

    assert (job.state, job.scored_rows, job.refused_rows) == ("done", 1, 1)
    assert [(e.row, e.rule) for e in results.errors(job)] == [(3, "exists")]


def test_a_turn_ends_and_the_rest_waits_in_the_queue(started, monkeypatch):
    monkeypatch.setattr("predictor.services.batches.scores.AT_A_TURN", 1)
    job = started(files.rows(1_500))

    queue.work.call(str(job.pk))

    job.refresh_from_db()
    assert (job.state, job.rows_done, job.claim) == ("scoring", 1_000, "")
    assert work_off(job).state == "done"


def test_cancelled_in_the_middle_what_is_scored_stays(started, officer, monkeypatch):
    monkeypatch.setattr("predictor.services.batches.scores.AT_A_TURN", 1)
    job = started(files.rows(1_500))
    queue.work.call(str(job.pk))

    deciding.cancel(job_id=job.pk, by=officer)
    queue.work.call(str(job.pk))

    job.refresh_from_db()
    assert (job.state, job.scored_rows) == ("cancelled", 1_000)
    assert Prediction.objects.count() == len(scored(job)) == 1_000
    assert not BatchChunk.objects.exclude(rows="").exists()


def test_a_worker_whose_job_is_cancelled_lets_go(started, officer):
    job = started(files.rows(3))
    claimed = claims.claim(str(job.pk))
    assert claimed

    deciding.cancel(job_id=job.pk, by=officer)

    with transaction.atomic(), pytest.raises(claims.Lost):
        claims.hold(claimed)


def test_nothing_is_scored_before_it_is_asked_for(upload, live_version):
    job = upload(files.rows(3))

    queue.work.call(str(job.pk))

    assert not Prediction.objects.exists()


def test_it_is_started_once(started, officer):
    job = started(files.rows(3))

    with pytest.raises(deciding.NotNow):
        deciding.start(job_id=job.pk, by=officer)


def test_a_file_without_a_good_row_is_not_started(upload, officer, live_version):
    job = upload([row(Education="College")])

    with pytest.raises(deciding.NothingToScore):
        deciding.start(job_id=job.pk, by=officer)


def test_nobody_else_starts_or_cancels(upload, live_version):
    job = upload(files.rows(1))

    for verb in (deciding.start, deciding.cancel):
        with pytest.raises(deciding.NoSuchJob):
            verb(job_id=job.pk, by=builders.person("other"))


def test_without_a_model_it_is_not_started(upload, officer):
    job = upload(files.rows(1))

    with pytest.raises(registry.NoActiveModel):
        deciding.start(job_id=job.pk, by=officer)


def test_where_the_model_goes_away_the_job_fails_and_says_so(started):
    job = started(files.rows(1))
    ModelVersion.objects.update(is_active=False)
    registry.reset()

    work_off(job)

    assert (job.state, job.message) == ("failed", "no_model")


@pytest.mark.parametrize(
    "changes",
    [
        {"state": "elsewhere"},
        {"kind": "parquet"},
        {"state": BatchState.DONE},
        {"finished_at": timezone.now()},
        {"message": "attempts"},
        {"claim": "somebody"},
        {"bad_rows": 2},
        {"rows_done": 2},
        {"rows_done": 1, "refused_rows": 2},
    ],
)
def test_database_keeps_the_invariants(upload, changes):
    job = upload(files.rows(1))

    with transaction.atomic(), pytest.raises(IntegrityError):
        BatchJob.objects.filter(pk=job.pk).update(**changes)


def test_no_chunk_is_there_twice(upload):
    [chunk] = upload(files.rows(1)).chunks.all()
    chunk.pk = None

    with transaction.atomic(), pytest.raises(IntegrityError):
        chunk.save()
