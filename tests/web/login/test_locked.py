"""After five failures a login is locked: this name, from this address, for a while."""

import logging

import pytest
from axes.models import AccessAttempt
from django.contrib.auth.models import User
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from predictor.services import housekeeping

FOUND, LOCKED = 302, 429
MARKER = "MARKER-OF-AN-APPLICANT"


@pytest.fixture
def locked(log_in):
    """Fail five times, and return the last answer."""
    return [log_in("wrong") for _ in range(5)][-1]


def test_four_failures_lock_nothing(log_in):
    for _ in range(4):
        assert log_in("wrong").status_code == 200

    assert log_in().status_code == FOUND


def test_a_success_begins_the_count_anew(log_in):
    for _ in range(2):
        for _ in range(4):
            log_in("wrong")
        assert log_in().status_code == FOUND


def test_the_sixth_try_is_refused_although_the_password_is_right(locked, log_in):
    client = Client()

    answer = log_in(client=client)

    assert answer.status_code == LOCKED
    assert "_auth_user_id" not in client.session


def test_the_page_says_when_to_try_again(locked):
    page = locked.content.decode()

    assert 0 < int(locked["Retry-After"]) <= 15 * 60
    assert "locked for 15 minutes" in page
    assert "<title>Error: Log in" in page
    assert 'name="password"' in page
    assert page.count("autofocus") == 1
    assert 'id="error-summary" tabindex="-1" autofocus' in page


def test_the_page_carries_on_what_it_was_sent(locked, log_in):
    page = log_in(kept="sealed-text", next="/applications/").content.decode()

    assert '<input type="hidden" name="kept" value="sealed-text">' in page
    assert '<input type="hidden" name="next" value="/applications/">' in page


def test_a_colleague_behind_the_same_address_logs_in(locked, log_in):
    User.objects.create_user("colleague", password="officer-officer")

    assert log_in(username="colleague").status_code == FOUND


def test_the_same_person_logs_in_from_another_address(locked, log_in):
    assert log_in(address="192.0.2.2").status_code == FOUND


def test_it_opens_again_after_a_quarter_of_an_hour(clock, locked, log_in):
    clock.forward(minutes=14)
    assert log_in().status_code == LOCKED

    clock.forward(minutes=1, seconds=1)
    assert log_in().status_code == FOUND


def test_tries_while_it_is_locked_do_not_make_it_longer(clock, locked, log_in):
    clock.forward(minutes=10)
    answer = log_in("wrong")

    assert "locked for 5 minutes" in answer.content.decode()
    assert int(answer["Retry-After"]) <= 5 * 60
    clock.forward(minutes=5, seconds=1)
    assert log_in().status_code == FOUND


def test_another_browser_is_no_way_round(log_in):
    for number in range(5):
        log_in("wrong", headers={"User-Agent": f"Browser/{number}"})

    assert log_in(headers={"User-Agent": "Browser/6"}).status_code == LOCKED


def test_a_forged_address_is_no_way_round(locked, log_in):
    forged = {"X-Forwarded-For": "198.51.100.7", "X-Real-IP": "198.51.100.7"}

    assert log_in(headers=forged).status_code == LOCKED


def test_behind_a_proxy_of_ours_its_word_counts_and_no_other(settings, log_in):
    settings.NUM_PROXIES = 1
    for number in range(5):
        log_in("wrong", headers={"X-Forwarded-For": f"10.0.0.{number}, 203.0.113.5"})

    same = {"X-Forwarded-For": "198.51.100.7, 203.0.113.5"}
    other = {"X-Forwarded-For": "203.0.113.5, 203.0.113.6"}
    assert log_in(headers=same).status_code == LOCKED
    assert log_in(headers=other).status_code == FOUND


@pytest.mark.parametrize("first", ["login", "admin:login"])
@pytest.mark.parametrize("then", ["login", "admin:login"])
def test_the_pages_of_officers_and_administrators_count_together(log_in, first, then):
    User.objects.update(is_staff=True)
    for _ in range(5):
        log_in("wrong", page=first)

    answer = log_in(page=then)

    assert answer.status_code == LOCKED
    assert "locked for 15 minutes" in answer.content.decode()


def test_an_administrator_unlocks_it_by_a_command(locked, log_in):
    call_command("axes_reset_username", "officer")

    assert log_in().status_code == FOUND


def test_a_name_that_nobody_has_is_locked_like_any_other(log_in):
    statuses = [log_in(username="nobody").status_code for _ in range(6)]

    assert statuses == [200, 200, 200, 200, LOCKED, LOCKED]


@pytest.mark.parametrize("address", ["", "unix:", "not an address", "fe80::1%eth0"])
def test_an_address_that_is_none_is_counted_too(log_in, address):
    statuses = [log_in("wrong", address=address).status_code for _ in range(6)]

    assert statuses == [200, 200, 200, 200, LOCKED, LOCKED]


@pytest.mark.parametrize("page", ["login", "admin:login"])
@pytest.mark.parametrize("name", ["x" * 5000, "\0", "é" * 200, "'; --"])
def test_a_name_that_fits_nowhere_is_a_failure_like_any_other(log_in, page, name):
    assert log_in(page=page, username=name).status_code == 200


def test_the_api_and_its_tokens_are_not_locked(locked, officer_client):
    assert officer_client.get("/api/models").status_code == 200


def test_failures_that_lock_nothing_any_more_are_forgotten(clock, log_in):
    log_in("wrong")
    clock.forward(minutes=16)
    log_in("wrong", address="192.0.2.2")

    clock.forward(minutes=16)

    assert housekeeping.sweep()["failed_logins"] == 1
    assert not AccessAttempt.objects.exists()


# What is kept, and what is logged


def send_markers(log_in):
    """Send a marker in every way in which a login may carry one, until it is locked."""
    for page in ["login", "admin:login"] * 3:
        carried = dict.fromkeys(("kept", "next", "unheard-of", "loan_id"), MARKER)
        log_in(f"wrong {MARKER}", page=page, **carried)


def test_nothing_that_was_posted_is_kept_but_the_name(log_in):
    send_markers(log_in)

    rows = list(AccessAttempt.objects.values())
    assert [row["username"] for row in rows] == ["officer"]
    assert MARKER not in str(rows)


def test_nothing_of_the_query_is_kept(officer):
    path = f"{reverse('login')}?next=/applications/%3Fq%3D{MARKER}"
    for _ in range(2):
        Client().post(path, {"username": "officer", "password": "wrong"})

    assert MARKER not in str(AccessAttempt.objects.values())


def test_the_log_says_from_where_and_not_who(log_in, caplog):
    caplog.set_level(logging.DEBUG)

    send_markers(log_in)

    lines = [line for line in caplog.text.splitlines() if " axes" in line]
    assert "Locking out somebody at 192.0.2.1" in lines[-1]
    for secret in (MARKER, "wrong", "officer"):
        assert secret not in "".join(lines)
