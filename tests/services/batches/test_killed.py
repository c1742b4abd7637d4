"""A worker may be killed at any moment: no row is scored twice, and none is lost."""

import signal
import subprocess
import sys
from datetime import timedelta

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from predictor.models import BatchJob, Prediction
from predictor.services.batches import claims, queue, results
from tests.processes import until
from tests.promises.repository import ROOT
from tests.services.batches import files
from tests.services.batches.conftest import work_off
from tests.services.test_training_killed import environment, start

pytestmark = pytest.mark.django_db(transaction=True)

#: Works at a job, and kills itself at the second call of something.
SCRIPT = """
import os, signal, sys
from importlib import import_module
from operator import attrgetter
import django
django.setup()
from predictor.services.batches import queue
job, module, path, when = sys.argv[1:]
owner, _, name = path.rpartition(".")
owner = attrgetter(owner)(import_module(module)) if owner else import_module(module)
call, calls = getattr(owner, name), []
def killed(*args, **kwargs):
    calls.append(1)
    if len(calls) < 2:
        return call(*args, **kwargs)
    if when == "after":
        call(*args, **kwargs)
    os.kill(os.getpid(), signal.SIGKILL)
setattr(owner, name, killed)
queue.work.call(job)
"""
SCORES = "predictor.services.batches.scores"
#: Where, and how many rows are committed by then.
STEPS = {
    "before a chunk": (SCORES, "claims.hold", "before", 1_000),
    "before it is scored": (SCORES, "scoring.score", "before", 1_000),
    "between applications and predictions": (
        "predictor.services.scoring",
        "recording.record",
        "before",
        1_000,
    ),
    "after the predictions": (SCORES, "scoring.score", "after", 1_000),
    "after the results": (SCORES, "_score", "after", 1_000),
    "after the commit": (SCORES, "_score_chunk", "after", 2_000),
}


def left_alone(job):
    """Let the time pass after which a worker that says nothing is gone."""
    past = timezone.now() - claims.STALE_AFTER - timedelta(seconds=1)
    BatchJob.objects.filter(pk=job.pk).update(heartbeat_at=past)


def stored_once(job, rows):
    """Whether every row has one prediction and one line in the results."""
    references = [str(one[-9]) for one in results.rows(job)]
    predicted = Prediction.objects.values_list("application__loan_id", flat=True)
    return sorted(references) == sorted(predicted) == sorted(set(references)) and (
        len(references) == rows
    )


@pytest.mark.parametrize("step", STEPS)
def test_a_killed_worker_leaves_what_it_committed_and_another_goes_on(started, step):
    *where, committed = STEPS[step]
    job = started(files.rows(2_500))

    killed = start(SCRIPT, str(job.pk), *where)
    _, told = killed.communicate(timeout=120)

    assert killed.returncode == -signal.SIGKILL, told
    job.refresh_from_db()
    assert (job.state, job.rows_done) == ("scoring", committed)
    assert stored_once(job, committed)
    DBTaskResult.objects.all().delete()  # the queue holds it for running
    left_alone(job)
    assert queue.take_up(job.pk)
    assert work_off(job).state == "done"
    assert stored_once(job, 2_500)


def test_a_killed_check_begins_anew(upload, live_version):
    job = upload(files.rows(2_500))

    killed = start(
        SCRIPT, str(job.pk), "predictor.services.batches.checking", "_commit", "after"
    )
    killed.communicate(timeout=120)

    assert killed.returncode == -signal.SIGKILL
    job.refresh_from_db()
    assert (job.state, job.rows) == ("checking", 2_000)
    left_alone(job)
    assert queue.take_up(job.pk) is False  # its task waits still
    work_off(job)
    assert (job.state, job.rows, job.chunks.count()) == ("checked", 2_500, 3)


def worker(*options):
    command = [sys.executable, "manage.py", "worker", "--no-startup-delay", *options]
    return subprocess.Popen(
        command, cwd=ROOT, env=environment(), stderr=subprocess.PIPE, text=True
    )


def test_the_worker_itself_is_killed_and_started_again(started):
    job = started(files.rows(12_000))
    first = worker()
    assert until(lambda: Prediction.objects.count() > 1_000)

    first.kill()
    first.communicate()
    job.refresh_from_db()
    assert job.state == "scoring"
    assert stored_once(job, job.rows_done)
    left_alone(job)
    second = worker("--batch")
    _, told = second.communicate(timeout=120)

    job.refresh_from_db()
    assert (second.returncode, job.state) == (0, "done"), told
    assert stored_once(job, 12_000)
