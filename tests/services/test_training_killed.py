"""A run that is killed changes nothing that is live, and the next one cleans up."""

import os
import signal
import subprocess
import sys

import pytest
from django.conf import settings as django_settings
from django.db import connection

from predictor.models import ModelActivation, ModelVersion
from predictor.services import training
from predictor.services.training_lock import AnotherRun, only_run
from tests import builders
from tests.processes import until
from tests.promises.repository import ROOT

pytestmark = pytest.mark.django_db(transaction=True)

#: Runs ``retrain`` and kills itself before or after a call.
SCRIPT = """
import os, signal, sys
from importlib import import_module
from operator import attrgetter
import django
django.setup()
from predictor.services import gate, training
training._tutorial = lambda rows, on_progress: None  # it only takes time
gate.judge = lambda *args, **others: gate.Verdict("better")  # so that it would go live
module, path, when = sys.argv[1:]
owner, _, name = path.rpartition(".")
owner = attrgetter(owner)(import_module(module)) if owner else import_module(module)
call = getattr(owner, name)
def killed(*args, **kwargs):
    if when == "after":
        call(*args, **kwargs)
    os.kill(os.getpid(), signal.SIGKILL)
setattr(owner, name, killed)
training.retrain(by=None, families=("logistic",), activate="if-better")
"""
#: Where, and whether the new version stands complete afterwards.
STEPS = {
    "before it reads": (
        "predictor.services.training",
        "labelled_rows",
        "before",
        False,
    ),
    "after it trained": ("predictor.services.training", "train", "after", False),
    "before it claims": ("ml.claims", "claimed", "before", False),
    "after the first file": ("ml.store", "_save", "after", False),
    "after all files": ("ml.store", "_fill", "after", False),
    "after the rename": ("ml.store", "_rename", "after", False),
    "before the row": (
        "predictor.services.registering",
        "ModelVersion.objects.create",
        "before",
        False,
    ),
    "after the row": (
        "predictor.services.registering",
        "ModelVersion.objects.create",
        "after",
        True,
    ),
    "before it goes live": (
        "predictor.services.activations",
        "activate",
        "before",
        True,
    ),
    "within the activation": (
        "predictor.services.activations",
        "ModelActivation.objects.create",
        "after",
        True,
    ),
}


@pytest.fixture(autouse=True)
def store(settings, tmp_path, monkeypatch):
    monkeypatch.setattr(training, "_tutorial", lambda rows, on_progress: None)
    settings.MODEL_STORE = tmp_path / "models"
    return settings.MODEL_STORE


def labels(rows, first=0):
    """Store labelled applications that can be told apart by their income."""
    for number in range(first, first + rows):
        label = "Y" if number % 3 else "N"
        builders.application(
            loan_id=f"K{number:04}",
            loan_status=label,
            status="approved" if label == "Y" else "declined",
            label_source="imported",
            source="imported",
            applicant_income=(6000.0 if label == "Y" else 2000.0) + number,
        )


def retrain(**options):
    return training.retrain(by=None, families=("logistic",), **options)


def database_url():
    known = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{known['NAME']}"
    return (
        f"postgres://{known['USER']}:{known['PASSWORD']}@{known['HOST']}:"
        f"{known['PORT']}/{known['NAME']}"
    )


def environment():
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "loanapp.settings",
        "DATABASE_URL": database_url(),
        "MODEL_STORE": str(django_settings.MODEL_STORE),
    }


def start(script, *arguments):
    return subprocess.Popen(
        [sys.executable, "-c", script, *arguments],
        cwd=ROOT,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def folders(store):
    return sorted(path.name for path in store.glob("v*"))


@pytest.mark.parametrize("step", STEPS)
def test_killed_run_leaves_what_is_live_and_the_next_one_cleans_up(store, step):
    *where, complete = STEPS[step]
    labels(90)
    first = retrain().version

    killed = start(SCRIPT, *where)
    _, told = killed.communicate(timeout=120)

    assert killed.returncode == -signal.SIGKILL, told
    assert ModelVersion.objects.get(is_active=True) == first
    assert ModelActivation.objects.count() == 1
    assert ModelVersion.objects.count() == (2 if complete else 1)
    retrain()
    numbers = ModelVersion.objects.order_by("number").values_list("number", flat=True)
    assert folders(store) == [f"v{number:04}" for number in numbers]
    assert list(numbers) == ([1, 2, 3] if complete else [1, 2])
    assert not list(store.glob(".writing-*")) + list(store.glob(".claimed-*"))


HOLDER = """
import sys, time
import django
django.setup()
from django.conf import settings
from predictor.services.training_lock import only_run
with only_run(settings.MODEL_STORE):
    print("held", flush=True)
    time.sleep(60)
"""


def test_two_runs_at_once_are_one_and_the_lock_dies_with_its_holder(store):
    store.mkdir()
    labels(90)
    holder = start(HOLDER)
    assert holder.stdout is not None
    assert holder.stdout.readline() == "held\n"

    with pytest.raises(training.CannotRetrain, match="Another training run"):
        retrain()
    assert not ModelVersion.objects.exists()
    holder.kill()
    holder.communicate()

    assert until(lambda: can_run(store))
    assert retrain().version.number == 1


def can_run(store):
    try:
        with only_run(store):
            return True
    except AnotherRun:
        return False


def test_lock_that_is_lost_with_its_connection_is_noticed(store):
    store.mkdir()
    with only_run(store) as lock:
        lock.hold()
        if connection.vendor == "postgresql":  # SQLite's lock is a file that is open
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_locks "
                    "WHERE locktype = 'advisory' AND pid <> pg_backend_pid()"
                )
            with pytest.raises(AnotherRun):
                lock.hold()
