"""How often a client may call, however many processes and threads answer it."""

import os
import socket
import subprocess
import sys
import textwrap
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.cache import caches
from django.core.cache.backends.locmem import LocMemCache
from django.test import Client

from loanapp import env
from predictor.api import counting, throttling
from predictor.services import tokens

A_MINUTE_BEGINS = 1_800_000_000.0


@pytest.fixture
def at(monkeypatch):
    """Return a function that sets the clock of the throttle."""

    def set_clock(seconds):
        now = A_MINUTE_BEGINS + seconds
        monkeypatch.setattr(throttling.ClientRateThrottle, "timer", lambda _: now)

    set_clock(20)
    return set_clock


@pytest.fixture
def fresh(monkeypatch):
    """Forget that a cache was away."""
    monkeypatch.setattr(throttling, "_counter", counting.SharedCounter())


def client_with(rate, name="broker"):
    token = tokens.issue(name=name, rate=rate)
    return Client(headers={"Authorization": f"Token {token}"})


def statuses(client, times):
    return [client.get("/api/models").status_code for _ in range(times)]


@pytest.mark.django_db
def test_a_token_has_its_own_rate(at):
    client = client_with("2/min")

    assert statuses(client, 4) == [200, 200, 429, 429]


@pytest.mark.django_db
def test_a_token_without_one_has_the_rate_of_the_setting(at, settings):
    settings.API_RATE = "1/min"

    assert statuses(client_with(""), 2) == [200, 429]
    assert statuses(client_with("none", name="other"), 2) == [200, 200]


@pytest.mark.django_db
def test_each_token_is_counted_for_itself(at):
    first, second = client_with("1/min"), client_with("1/min")

    assert statuses(first, 2) == [200, 429]
    assert statuses(second, 2) == [200, 429]


@pytest.mark.django_db
def test_who_is_refused_is_told_when_to_come_back_and_can(at):
    client = client_with("1/min")
    statuses(client, 1)

    refused = client.get("/api/models")

    assert refused["Retry-After"] == "40"
    assert refused["Content-Type"] == "application/problem+json"
    at(59.9)
    assert client.get("/api/models")["Retry-After"] == "1"
    at(60)
    assert statuses(client, 2) == [200, 429]


@pytest.mark.django_db
def test_a_session_is_counted_by_its_user(at, officer_client, settings):
    settings.API_RATE = "1/min"

    assert statuses(officer_client, 2) == [200, 429]


def test_a_forwarded_address_that_no_proxy_vouches_for_is_not_believed(
    at, client, live_version, settings
):
    settings.API_RATE = "2/min"

    answers = [
        client.post(
            "/predict",
            [],
            "application/json",
            headers={"X-Forwarded-For": f"10.0.0.{i}"},
        )
        for i in range(3)
    ]

    assert [answer.status_code for answer in answers] == [200, 200, 429]


# Threads and processes


def test_no_two_requests_get_the_same_number():
    counter = counting.SharedCounter()

    with ThreadPoolExecutor(8) as threads:
        counted = threads.map(lambda _: counter.count("any", seconds=9), range(2000))

    assert sorted(counted) == list(range(1, 2001))


@pytest.mark.django_db(transaction=True)
def test_two_processes_count_together(settings, tmp_path):
    """Each has a client of its own of a cache that any machine has: a folder."""
    location = str(tmp_path / "cache")
    backend = "django.core.cache.backends.filebased.FileBasedCache"
    settings.CACHES = {"default": {"BACKEND": backend, "LOCATION": location}}
    token = tokens.issue(name="broker", rate="3/day")
    client = Client(headers={"Authorization": f"Token {token}"})

    here = statuses(client, 1)
    there = statuses_in_another_process(settings, token, tmp_path)

    assert (here, there) == ([200], [200, 200, 429])
    assert statuses(client, 1) == [429]


def statuses_in_another_process(settings, token, folder):
    name = str(settings.DATABASES["default"]["NAME"])
    program = f"""
        import django
        from django.conf import settings
        settings.CACHES = {settings.CACHES!r}
        settings.DATABASES["default"]["NAME"] = {name!r}
        settings.DATABASES["default"]["OPTIONS"].pop("pool", None)
        django.setup()
        from django.test import Client
        client = Client(headers={{"Authorization": "Token {token}"}})
        for _ in range(3):
            print(client.get("/api/models").status_code)
    """
    (folder / "static").mkdir()
    environment = {"DJANGO_SETTINGS_MODULE": "loanapp.settings", "VAR_DIR": str(folder)}
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(program)],
        env=os.environ | environment | {"ALLOWED_HOSTS": "testserver"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return [int(status) for status in done.stdout.split()]


class NotedCache(LocMemCache):
    """Writes down what it is asked for."""

    def __init__(self, *args):
        super().__init__(*args)
        self.calls: list[str] = []

    def get(self, *args, **kwargs):
        self.calls.append("get")
        return super().get(*args, **kwargs)

    def set(self, *args, **kwargs):
        self.calls.append("set")
        return super().set(*args, **kwargs)

    def add(self, *args, **kwargs):
        self.calls.append("add")
        return super().add(*args, **kwargs)

    def incr(self, *args, **kwargs):
        self.calls.append("incr")
        return super().incr(*args, **kwargs)


@pytest.mark.django_db
def test_counting_a_request_is_one_call_of_the_cache(at, settings):
    settings.CACHES = {"default": {"BACKEND": f"{__name__}.NotedCache"}}
    calls = vars(caches["default"])["calls"]
    client = client_with("9/min")

    statuses(client, 1)
    assert calls == ["incr", "add"]
    statuses(client, 1)
    assert calls == ["incr", "add", "incr"]


# A cache that is away


@pytest.fixture
def deaf():
    """Return the port of a server that takes connections and never answers."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


@pytest.fixture
def closed():
    """Return a port at which nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


@pytest.mark.django_db
@pytest.mark.parametrize("away", ["closed", "deaf"])
def test_a_cache_that_is_away_stops_nobody(
    at, fresh, request, monkeypatch, settings, caplog, away
):
    port = request.getfixturevalue(away)
    monkeypatch.setenv("CACHE_URL", f"redis://127.0.0.1:{port}/0")
    settings.CACHES = {"default": env.cache()}
    client = client_with("1/min")

    begun = time.monotonic()
    assert statuses(client, 10) == [200] * 10

    assert time.monotonic() - begun < 2  # it is asked once, and for half a second
    assert caplog.text.count("The cache does not answer") == 1
