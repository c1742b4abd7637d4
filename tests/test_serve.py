"""``bin/serve``: a production that is in order is served, any other is refused.

And ``bin/run``, which serves the demo by the same means.
"""

import os
import signal
import socket
import subprocess
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from pathlib import Path

import pytest

from tests.processes import WITHIN_SECONDS, alive, free_port, until
from tests.production import HOST, database_url, environment
from tests.promises.repository import ROOT

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(scope="session")
def var_dir(tmp_path_factory):
    """Return one folder for all, so that static files are collected once."""
    return tmp_path_factory.mktemp("production")


@pytest.fixture
def production(var_dir, settings):
    """Return the environment of a production on the database of the test."""
    url = database_url(settings.DATABASES["default"])
    store = str(settings.MODEL_STORE)
    return environment(var_dir, DATABASE_URL=url, MODEL_STORE=store)


def test_everything_that_can_be_found_is_said_at_once_and_nothing_starts(
    production, tmp_path
):
    wrong = {"SECRET_KEY": "", "DEBUG": "on", "ALLOWED_HOSTS": "*"}
    environ = production | wrong | {"PORT": str(free_port()), "VAR_DIR": str(tmp_path)}

    refused = subprocess.run(
        [str(ROOT / "bin/serve")],
        env=environ,
        capture_output=True,
        text=True,
        check=False,
    )

    assert (refused.returncode, refused.stdout) == (1, "")
    assert [line.partition(":")[0] for line in refused.stderr.splitlines()] == [
        "Set SECRET_KEY",
        "DEBUG is on",
        "ALLOWED_HOSTS holds *",
    ]
    assert list(tmp_path.iterdir()) == []


@pytest.fixture
def port():
    return free_port()


@pytest.fixture
def proxies(request):
    """Return how many proxies stand in front: one, or what a test asks for."""
    return getattr(request, "param", "1")


@pytest.fixture
def served(production, live_version, settings, port, proxies):
    """Start bin/serve and return its process; end whatever is left of it."""
    store = str(settings.MODEL_STORE)
    environ = production | {"PORT": str(port), "MODEL_STORE": store}
    environ["NUM_PROXIES"] = proxies
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


def test_more_connections_than_threads_are_kept_and_take_turns(served, port):
    """A thread stays with a connection for a moment, but not while others wait."""
    kept = [HTTPConnection("127.0.0.1", port, timeout=30) for _ in range(9)]
    with ThreadPoolExecutor(len(kept)) as clients:
        answered = list(clients.map(ask_often, kept))

    assert answered == [[200] * 30] * len(kept)


def test_connections_that_ask_nothing_hold_no_thread(served, port):
    """More of them than threads are open, and each is answered in its turn."""
    kept = [HTTPConnection("127.0.0.1", port, timeout=10) for _ in range(9)]

    for connection in kept * 3:
        connection.request("GET", "/livez", headers={"Host": HOST})
        answer = connection.getresponse()
        answer.read()
        assert answer.status == 200

    for connection in kept:
        connection.close()


def ask_often(connection):
    """Ask thirty times over one connection, which the server may not end."""
    connection.connect()
    socket_of = connection.sock
    statuses = []
    for _ in range(30):
        connection.request("GET", "/livez", headers={"Host": HOST})
        answer = connection.getresponse()
        answer.read()
        statuses.append(answer.status)
        assert connection.sock is socket_of
    connection.close()
    return statuses


def test_without_its_worker_the_server_ends_too(served):
    os.kill(worker_of(served), signal.SIGKILL)

    assert served.wait(WITHIN_SECONDS) == 1
    assert until(lambda: not alive(served))


def heed_ctrl_c():
    """Undo what a script that runs the tests in the background has left."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def test_the_demo_has_a_worker_too_and_ctrl_c_ends_both(
    production, live_version, settings, port
):
    store = str(settings.MODEL_STORE)
    environ = production | {"PORT": str(port), "MODEL_STORE": store}
    with subprocess.Popen(
        [str(ROOT / "bin/run")],
        env=environ | {"LOANAPP_ENV": "demo", "ALLOWED_HOSTS": HOST},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
        preexec_fn=heed_ctrl_c,
    ) as process:
        assert process.stdout is not None
        assert any("Loanapp serves at" in line for line in process.stdout)
        assert ask(port, "/livez")[0] == 200
        assert worker_of(process)

        os.killpg(process.pid, signal.SIGINT)  # as a terminal does
        said = process.stdout.read()

        assert process.wait(WITHIN_SECONDS) == 0, said
        assert until(lambda: not alive(process))


@pytest.mark.parametrize("proxies", ["0"], indirect=True)
def test_without_a_proxy_nobody_is_believed_and_nothing_sent_is_logged(served, port):
    status, *_ = ask(port, "/login/", **{"X-Forwarded-Proto": "https"})
    assert status == 301
    with socket.create_connection(("127.0.0.1", port), timeout=30) as client:
        client.sendall(b"GET / HTTP/1.1\r\nLP-MARKER: a\r\nLP MARKER: b\r\n\r\n")
        refused = client.makefile("rb").read()
    assert refused.startswith(b"HTTP/1.1 400 ")
    assert b"MARKER" not in refused

    served.send_signal(signal.SIGTERM)

    logged, _ = served.communicate(timeout=WITHIN_SECONDS)
    assert "Invalid request from ip=127.0.0.1" in logged
    assert "MARKER" not in logged
