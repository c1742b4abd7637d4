"""``manage.py preflight``: what keeps a production from being served."""

import subprocess

import pytest
from django.contrib.auth.models import User

from predictor.services import demo, tokens
from tests.production import MANAGE, PBKDF2, database_url, environment
from tests.promises.repository import ROOT

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def production(tmp_path, settings):
    """Return the environment of a production on the database of the test."""
    settings.PASSWORD_HASHERS = [PBKDF2]
    url = database_url(settings.DATABASES["default"])
    return environment(tmp_path, DATABASE_URL=url)


def preflight(environ):
    return subprocess.run(
        [*MANAGE, "preflight"], env=environ, capture_output=True, text=True, check=False
    )


def test_what_is_in_order_has_nothing_in_the_way(production):
    checked = preflight(production)

    assert (checked.returncode, checked.stdout, checked.stderr) == (0, "", "")


def test_demo_accounts_are_refused_by_name(production):
    User.objects.create_superuser(demo.ADMINISTRATOR, password=demo.PASSWORD)
    User.objects.create_user(demo.OFFICER, password="one-of-their-own")
    tokens.issue(name=demo.CLIENT)

    refused = preflight(production)

    assert refused.returncode == 1
    assert refused.stderr.splitlines() == [
        "admin is of the demo and open: run manage.py demo --retire.",
        "demo-client is of the demo and open: run manage.py demo --retire.",
    ]


def test_what_the_demo_left_can_be_shut(production):
    User.objects.create_user(demo.OFFICER, password=demo.PASSWORD)

    assert demo.retire() == [demo.OFFICER]
    assert preflight(production).returncode == 0
    assert not User.objects.get().is_active


def test_a_database_without_its_tables_is_refused(production, tmp_path):
    url = f"sqlite:///{tmp_path / 'empty.sqlite3'}"

    refused = preflight(production | {"DATABASE_URL": url})

    assert refused.returncode == 1
    assert refused.stderr == "The database is not prepared: run manage.py migrate.\n"


def test_a_database_that_does_not_answer_is_refused(production):
    url = "postgres://nobody:a-secret-password@127.0.0.1:1/none"

    refused = preflight(production | {"DATABASE_URL": url})

    assert refused.returncode == 1
    assert refused.stderr.startswith("The database of DATABASE_URL does not answer")
    assert refused.stderr.count("\n") == 1
    assert "a-secret-password" not in refused.stderr


def test_the_demo_is_not_served_as_a_production(production):
    refused = preflight(production | {"LOANAPP_ENV": "demo"})

    assert refused.returncode == 1
    assert refused.stderr == "LOANAPP_ENV is demo: bin/run serves the demo.\n"


def test_several_processes_without_a_shared_cache_are_served_with_a_remark(production):
    remarked = preflight(production | {"WORKERS": "2"})

    assert remarked.returncode == 0
    assert remarked.stderr.startswith("WORKERS is 2 and CACHE_URL is not set")


def test_a_server_started_by_hand_refuses_as_well(production):
    User.objects.create_user(demo.OFFICER, password=demo.PASSWORD)
    words = [MANAGE[0], "-c", "import loanapp.wsgi"]

    refused = subprocess.run(
        words, env=production, cwd=ROOT, capture_output=True, text=True, check=False
    )

    assert refused.returncode == 1
    assert "officer is of the demo and open" in refused.stderr
