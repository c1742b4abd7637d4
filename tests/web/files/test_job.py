"""The page of one file: progress and end."""

import re
from datetime import timedelta

import pytest
from django.db import OperationalError
from django.test import Client
from django.urls import reverse

from predictor.models import BatchJob, LoanApplication, Prediction
from predictor.models.roles import Role
from predictor.services import housekeeping
from predictor.services.batches import claims, deciding, queue
from tests import builders
from tests.rows import row
from tests.services.batches import files
from tests.services.batches.conftest import work_off

pytestmark = pytest.mark.django_db

BAD = row(Loan_ID="BAD", Education="College", LoanAmount="much")


def test_the_good_rows_are_scored(uploaded, press, page_of, live_version):
    job = uploaded([*files.rows(3), BAD])

    page = press(job, "score")
    assert job.state == "waiting"
    assert 'aria-labelledby="progress-name" max="3" value="0"></progress>' in page
    assert "0 of 3 rows" in page
    work_off(job)

    page = page_of(job)
    assert "3 of 4 rows have a score" in page
    assert "without sex, marital status and dependents" in page
    assert Prediction.objects.count() == 3


def test_nothing_is_scored_where_that_is_chosen(uploaded, press, live_version):
    job = uploaded(files.rows(3))

    page = press(job, "cancel")

    assert job.state == "cancelled"
    assert "nothing of the file was stored as an application" in page
    assert "scores as CSV" not in page
    assert not LoanApplication.objects.exists()


def test_pressed_twice_it_is_scored_once(uploaded, press, live_version):
    job = uploaded(files.rows(3))
    press(job, "score")
    press(job, "score")
    work_off(job)

    assert "3 of 3 rows have a score" in press(job, "score")
    assert "3 of 3 rows have a score" in press(job, "cancel")
    assert Prediction.objects.count() == 3


def test_progress_is_the_database_s_and_survives_a_reload(
    uploaded, press, page_of, live_version, monkeypatch
):
    monkeypatch.setattr("predictor.services.batches.scores.AT_A_TURN", 1)
    job = uploaded(files.rows(2_000))
    press(job, "score")
    queue.work.call(str(job.pk))

    for _ in range(2):
        page = page_of(job)
        assert "1,000 of 2,000 rows" in page
        assert 'max="2000" value="1000"' in page


def test_cancelled_it_says_what_stays(uploaded, press, live_version, monkeypatch):
    monkeypatch.setattr("predictor.services.batches.scores.AT_A_TURN", 1)
    job = uploaded(files.rows(1_500))
    press(job, "score")
    queue.work.call(str(job.pk))

    page = press(job, "cancel")

    assert "1,000 rows had been scored before that; their scores stay" in page
    assert "scores as CSV" in page


def test_where_no_worker_runs_that_is_said(uploaded, press, page_of, live_version):
    job = uploaded(files.rows(1))
    assert "No worker seems to run" in press(job, "score")

    housekeeping.schedule()
    assert "No worker seems to run" not in page_of(job)

    late = job.heartbeat_at - queue.NOT_TAKEN_AFTER - timedelta(seconds=1)
    BatchJob.objects.update(heartbeat_at=late)
    assert "manage.py worker" in page_of(job)


def test_looking_at_what_a_killed_worker_left_takes_it_up(
    uploaded, press, page_of, live_version
):
    job = uploaded(files.rows(1))
    press(job, "score")
    claims.claim(str(job.pk))
    BatchJob.objects.update(
        heartbeat_at=job.heartbeat_at - timedelta(hours=1), task_id=None
    )

    page_of(job)

    job.refresh_from_db()
    assert job.claim == ""
    assert work_off(job).state == "done"


def test_without_a_model_that_is_said(uploaded, press):
    page = press(uploaded(files.rows(1)), "score")

    assert "No model is active." in page
    assert "Score the row" in page


def test_a_file_that_failed_says_why(uploaded, page_of):
    job = uploaded(files.as_csv(files.rows(3_000)) + b'"open\n')
    work_off(job)

    page = page_of(job)

    assert "Line 3,002 cannot be read as CSV" in page
    assert "Nothing of it was stored" in page


def test_what_is_deleted_is_said(uploaded, press, page_of, live_version):
    job = uploaded(files.rows(1))
    press(job, "score")
    work_off(job)
    job.chunks.all().delete()

    page = page_of(job)

    assert "deleted by now" in page
    assert "scores as CSV" not in page


@pytest.mark.parametrize(
    "name", ["file-detail", "file-scores-csv", "file-errors-excel"]
)
def test_a_file_of_somebody_else_is_not_there(uploaded, name):
    address = reverse(name, args=[uploaded(files.rows(1)).pk])
    colleague = Client()
    colleague.force_login(builders.person_as(Role.LOAN_OFFICER, "colleague"))

    assert colleague.get(address).status_code == 404
    assert colleague.post(address, {"action": "score"}).status_code in (404, 405)


def test_a_button_that_was_pressed_after_the_end_of_a_session_is_pressed_again(
    uploaded, press, officer, live_version
):
    job = uploaded(files.rows(1))
    client = Client()
    address = reverse("file-detail", args=[job.pk])
    login = client.post(address, {"action": "score", "sent": "1"}).content.decode()
    kept = re.findall(r'name="kept" value="([^"]+)"', login)

    answer = client.post(
        "/login/",
        {"username": "officer", "password": "officer-officer", "kept": kept[0]},
        follow=True,
    )

    job.refresh_from_db()
    assert job.state == "checked"
    assert "press it again" in answer.content.decode()
    assert "press it again" not in client.get(address).content.decode()


def test_a_database_that_is_away_loses_nothing(uploaded, press, monkeypatch):
    job = uploaded(files.rows(1))

    def fail(**_):
        raise OperationalError

    monkeypatch.setattr(deciding, "start", fail)

    page = press(job, "score")

    assert '<input type="hidden" name="action" value="score">' in page
