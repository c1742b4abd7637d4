"""A login ends: unused, after some hours, with the password, with the account."""

import pytest
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from predictor.services import callers, tokens

PAGE = reverse("application-list")


@pytest.fixture
def desk(log_in):
    """Return a browser in which the officer has logged in."""
    client = Client()
    log_in(client=client)
    return client


def is_open(client, path=PAGE):
    return client.get(path).status_code == 200


def test_a_login_ends_after_an_hour_without_use(clock, desk):
    clock.forward(minutes=59)
    assert is_open(desk)

    clock.forward(minutes=61)
    assert not is_open(desk)


def test_who_works_stays_logged_in(clock, desk):
    for _ in range(11):
        clock.forward(minutes=55)
        assert is_open(desk)


@pytest.mark.parametrize("path", [PAGE, "/api/models", "/admin/"])
def test_after_twelve_hours_it_ends_whatever_happens(clock, desk, path):
    User.objects.update(is_staff=True)
    for _ in range(11):
        clock.forward(minutes=59)
        assert is_open(desk)
    clock.forward(minutes=59)
    assert is_open(desk, path)

    clock.forward(minutes=13)
    assert not is_open(desk, path)


def test_the_times_are_settings(clock, desk, settings):
    settings.SESSION_HOURS = 1
    clock.forward(minutes=55)
    assert is_open(desk)

    clock.forward(minutes=6)
    assert not is_open(desk)


def test_another_login_begins_the_hours_anew(clock, desk, log_in):
    for _ in range(13):
        clock.forward(minutes=50)
        desk.get(PAGE)
    desk.post(reverse("logout"))
    log_in(client=desk)

    clock.forward(minutes=50)
    assert is_open(desk)


def test_the_cookie_goes_with_the_browser_and_scripts_cannot_read_it(desk):
    cookie = desk.cookies["sessionid"]

    assert cookie["max-age"] == cookie["expires"] == ""
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"


def test_a_login_that_is_used_is_not_written_each_time(
    clock, desk, django_assert_num_queries
):
    desk.get(PAGE)

    def written():
        with django_assert_num_queries(10, exact=False) as queries:
            desk.get(PAGE)
        return any('UPDATE "django_session"' in q["sql"] for q in queries)

    assert not written()
    clock.forward(minutes=2)
    assert written()


def test_a_login_has_a_key_of_its_own(officer, log_in):
    client = Client()
    planted = client.session
    planted["any"] = "thing"
    planted.save()
    client.cookies["sessionid"] = str(planted.session_key)

    log_in(client=client)

    assert client.session.session_key != planted.session_key
    assert not Session.objects.filter(session_key=planted.session_key).exists()


def test_a_login_from_before_it_had_a_time_has_ended(desk):
    session = desk.session
    del session["logged_in_at"]
    session.save()

    assert not is_open(desk)


def test_logging_out_ends_it_for_a_copied_cookie_too(desk):
    thief = Client()
    thief.cookies["sessionid"] = desk.cookies["sessionid"].value
    assert is_open(thief)

    desk.post(reverse("logout"))

    assert not is_open(thief)


def test_a_new_password_ends_every_login(desk, officer):
    officer.set_password("another-password")
    officer.save()

    assert not is_open(desk)


def test_who_changes_the_password_stays_logged_in_and_no_longer(clock, desk):
    User.objects.update(is_staff=True)
    for _ in range(11):
        clock.forward(minutes=59)
        desk.get(PAGE)
    new = "another-password"
    fields = {"old_password": "officer-officer", "new_password1": new}

    desk.post(reverse("admin:password_change"), fields | {"new_password2": new})

    assert is_open(desk)
    clock.forward(minutes=59)
    desk.get(PAGE)
    clock.forward(minutes=59)
    assert not is_open(desk)


@pytest.mark.parametrize("path", [PAGE, "/api/models", "/admin/"])
def test_an_account_that_is_switched_off_is_out_at_once(desk, path):
    User.objects.update(is_staff=True)
    assert is_open(desk, path)

    User.objects.update(is_active=False)

    assert not is_open(desk, path)


def test_a_token_needs_neither_a_session_nor_the_count_of_failures(
    db, django_assert_num_queries
):
    headers = {"Authorization": f"Token {tokens.issue(name='broker')}"}
    client = Client(headers=headers)
    client.get("/api/models")
    callers.forget()

    with django_assert_num_queries(10, exact=False) as queries:
        answer = client.get("/api/models")

    text = " ".join(query["sql"] for query in queries)
    assert answer.status_code == 200
    assert not answer.cookies
    assert "predictor_apitoken" in text
    assert "session" not in text
    assert "axes" not in text
