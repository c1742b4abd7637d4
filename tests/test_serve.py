"""``bin/serve``: a production that is in order is served, any other is refused."""

import os
import signal
import subprocess
from http.client import HTTPConnection
from pathlib import Path

import pytest
from django.contrib.auth.models import User

from predictor.services import demo, tokens
from tests.processes import WITHIN_SECONDS, alive, free_port, until
from tests.production import HOST, MANAGE, database_url, environment
from tests.promises.repository import ROOT

PBKDF2 = "django.contrib.auth.hashers.PBKDF2PasswordHasher"

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(scope="session")
def var_dir(tmp_path_factory):
    """Return one folder for all, so that static files are collected once."""
    return tmp_path_factory.mktemp("production")


@pytest.fixture
def production(var_dir, settings):
    """Return the environment of a production on the database of the test."""
    settings.PASSWORD_HASHERS = [PBKDF2]  # one that a production verifies
    url = database_url(settings.DATABASES["default"])
    store = str(settings.MODEL_STORE)
    return environment(var_dir, DATABASE_URL=url, MODEL_STORE=store)


def preflight(environ):
    return subprocess.run(
        [*MANAGE, "preflight"], env=environ, capture_output=True, text=True, check=False
    )


# What is refused


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


# What is served


@pytest.fixture
def port():
    return free_port()


@pytest.fixture
def served(production, live_version, settings, port):
    """Start bin/serve and return its process; end whatever is left of it."""
    store = str(settings.MODEL_STORE)
    environ = production | {"PORT": str(port), "MODEL_STORE": store}
    process = subprocess.Popen(
        [str(ROOT / "bin/serve")],
        env=environ,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    try:
        assert process.stdout is not None
        lines = iter(process.stdout.readline, "")
        assert any("Loanapp serves at" in line for line in lines)
        yield process
    finally:
        if alive(process):
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate()


def ask(port, path, **headers):
    connection = HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request("GET", path, headers={"Host": HOST} | headers)
        answer = connection.getresponse()
        return answer.status, dict(answer.getheaders()), answer.read().decode()
    finally:
        connection.close()


def worker_of(process):
    """Return the process of the group that works off the tasks."""
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            words = (folder / "cmdline").read_text().split("\0")
            group = os.getpgid(int(folder.name))
        except OSError:
            continue  # it has ended meanwhile
        if group == process.pid and "manage.py" in words:
            return int(folder.name)
    raise AssertionError("There is no worker.")


def test_it_serves_by_https_alone_and_ends_when_it_is_told(served, port):
    assert until(lambda: ask(port, "/readyz")[0] == 200)
    status, headers, _ = ask(port, "/login/")
    assert (status, headers["Location"]) == (301, f"https://{HOST}/login/")
    status, headers, _ = ask(port, "/login/", **{"X-Forwarded-Proto": "https"})
    assert status == 200
    assert headers["Strict-Transport-Security"].startswith("max-age=31536000")
    assert "Secure" in headers["Set-Cookie"]
    assert ask(port, "/livez", Host="evil.example")[0] == 400

    served.send_signal(signal.SIGTERM)

    assert served.wait(WITHIN_SECONDS) == 0
    assert until(lambda: not alive(served))


def test_without_its_worker_the_server_ends_too(served):
    os.kill(worker_of(served), signal.SIGKILL)

    assert served.wait(WITHIN_SECONDS) == 1
    assert until(lambda: not alive(served))
