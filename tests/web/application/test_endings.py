"""The pages on which an application is withdrawn, closed or reopened."""

from typing import Any

import pytest
from django.db import OperationalError
from django.test import Client
from django.urls import reverse

from predictor.models import JournalEntry, LoanApplication
from predictor.models.roles import Role
from tests import builders
from tests.web.login.test_interrupted import log_in

#: The page → an application for which it is, and the status that it leads to.
WAYS: dict[str, tuple[dict[str, Any], str]] = {
    "application-withdraw": ({"status": "ready"}, "withdrawn"),
    "application-close": (
        {"status": "incomplete", "loan_amount": None, "completed_at": None},
        "closed_incomplete",
    ),
    "application-reopen": ({"status": "withdrawn"}, "ready"),
}

pytestmark = [pytest.mark.django_db, pytest.mark.parametrize("name", WAYS)]


@pytest.fixture
def application(name):
    return builders.application(**WAYS[name][0])


def send(client, name, application, action="confirm", why="She called."):
    address = reverse(name, args=[application.pk])
    return client.post(address, {"why": why, "action": action})


def test_it_is_done_when_it_was_confirmed(officer_client, officer, name, application):
    response = send(officer_client, name, application)

    assert response.status_code == 302
    assert LoanApplication.objects.get().status == WAYS[name][1]
    entry = JournalEntry.objects.get()
    assert (entry.text, entry.written_by) == ("She called.", officer)


@pytest.mark.parametrize("action", ["preview", ""], ids=["button", "Enter"])
def test_it_is_looked_over_before_it_is_done(officer_client, name, application, action):
    page = send(officer_client, name, application, action).content.decode()

    assert "<title>Look it over: " in page
    assert '<p class="said">She called.</p>' in page
    assert ">\nShe called.</textarea>" in page
    assert LoanApplication.objects.get().status == application.status
    assert not JournalEntry.objects.exists()


@pytest.mark.parametrize("why", ["", " \n "])
def test_it_is_asked_why(officer_client, name, application, why):
    page = send(officer_client, name, application, why=why).content.decode()

    assert "<title>Error: " in page
    assert '<a href="#id_why">Enter the answer in your words.</a>' in page
    assert LoanApplication.objects.get().status == application.status


def test_page_says_what_follows_and_chooses_nothing(officer_client, name, application):
    page = officer_client.get(reverse(name, args=[application.pk])).content.decode()

    assert "error-summary" not in page
    assert 'value="confirm"' not in page
    assert 'name="why"' in page


@pytest.mark.parametrize("method", ["get", "post"])
def test_where_it_cannot_be_done_the_page_says_so(officer_client, name, method):
    standing = builders.application(status="awaiting_second_officer")
    if name == "application-withdraw":
        standing = builders.declined().application

    ask = getattr(officer_client, method)
    page = ask(reverse(name, args=[standing.pk]), {"why": "x"}, follow=True)

    assert "That cannot be done now. The status is:" in page.content.decode()
    assert not JournalEntry.objects.exists()


def test_pressed_twice_it_is_done_once(officer_client, name, application):
    for _ in range(2):
        send(officer_client, name, application)

    assert JournalEntry.objects.count() == 1


def test_what_was_typed_survives_the_end_of_the_login(
    client, officer, name, application
):
    interrupted = send(client, name, application)
    assert interrupted.status_code == 403

    page = client.get(log_in(client, interrupted).url).content.decode()

    assert "Here is what you typed" in page
    assert ">\nShe called.</textarea>" in page
    assert not JournalEntry.objects.exists()


def test_what_was_typed_outlives_the_database(
    officer_client, name, application, monkeypatch
):
    def fail(*args, **kwargs):
        raise OperationalError("busy")

    monkeypatch.setattr(JournalEntry, "save", fail)

    response = send(officer_client, name, application)

    assert response.status_code == 503
    assert "She called." in response.content.decode()
    assert LoanApplication.objects.get().status == application.status


def test_auditor_cannot(name, application):
    client = Client()
    client.force_login(builders.person_as(Role.AUDITOR))

    assert send(client, name, application).status_code == 403


def test_pages_cost_few_queries(
    officer_client, name, application, django_assert_max_num_queries
):
    with django_assert_max_num_queries(12):
        officer_client.get(reverse(name, args=[application.pk]))
