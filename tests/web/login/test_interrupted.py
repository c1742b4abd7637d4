"""A form survives the end of a login session, and a page left open for too long."""

import re

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from predictor.models import LoanApplication, Prediction
from tests import builders
from tests.web.typed import typed

pytestmark = pytest.mark.usefixtures("live_version", "officer")

FORM = reverse("application-new")
CREDENTIALS = {"username": "officer", "password": "officer-officer"}
HERE = {"origin": "http://testserver"}


def hidden(page, name):
    found = re.search(rf'name="{name}" value="([^"]*)"', page.content.decode())
    return found[1] if found else None


def log_in(client, page, **changes):
    """Send the login form of a page, with all that it carries."""
    carried = {name: hidden(page, name) or "" for name in ("next", "kept")}
    return client.post(reverse("login"), CREDENTIALS | carried | changes)


@pytest.fixture
def interrupted(client):
    """Return the answer to a form that was sent after the session's end."""
    return client.post(FORM, typed(education="", dependents="3+"))


def test_form_sent_after_the_end_of_a_session_asks_to_log_in_and_stores_nothing(
    interrupted,
):
    page = interrupted.content.decode()

    assert interrupted.status_code == 403
    assert "Your login has ended" in page
    assert hidden(interrupted, "next") == FORM
    for value in ("110,000", "LP001015", "3+"):
        assert value not in page
    assert not LoanApplication.objects.exists()


def test_after_the_login_everything_that_was_typed_is_there_again(client, interrupted):
    answer = log_in(client, interrupted)
    page = client.get(answer.url)

    html = page.content.decode()
    assert answer.url == FORM
    assert "Here is what you typed" in html
    assert 'value="110,000"' in html
    assert re.search(r'name="property_area" value="Urban"[^>]* checked', html)
    assert not re.search(r'name="dependents"[^>]* checked', html)
    assert "error-summary" not in html
    assert not Prediction.objects.exists()


def test_what_was_typed_can_then_be_scored_with_the_answers_in_confidence(
    client, interrupted
):
    page = client.get(log_in(client, interrupted).url)

    confidential = {"gender": "", "married": "", "dependents": ""}
    sealed = hidden(page, "monitoring")
    client.post(FORM, typed(**confidential, monitoring=sealed))

    assert Prediction.objects.get().inputs["Dependents"] == "3+"


def test_wrong_password_keeps_what_was_typed(client, interrupted):
    refused = log_in(client, interrupted, password="wrong")

    page = client.get(log_in(client, refused).url)
    assert 'value="110,000"' in page.content.decode()


def test_what_was_typed_stays_until_it_is_sent_or_discarded(client, interrupted):
    log_in(client, interrupted)
    assert 'value="110,000"' in client.get(FORM).content.decode()
    assert 'value="110,000"' in client.get(FORM).content.decode()

    assert client.post(FORM, {"action": "discard"}).url == FORM
    assert 'value="110,000"' not in client.get(FORM).content.decode()


def test_form_that_was_sent_again_is_blank_afterwards(client, interrupted):
    log_in(client, interrupted)
    client.post(FORM, typed())

    assert 'value="110,000"' not in client.get(FORM).content.decode()


def test_session_holds_nothing_that_can_be_read(client, interrupted):
    log_in(client, interrupted)

    kept = str(Session.objects.get().get_decoded())
    assert "LP001015" not in kept
    assert "3+" not in kept


def test_application_that_was_continued_survives_too(client, officer):
    standing = builders.application(owner=officer)
    address = reverse("application-edit", args=[standing.pk])
    interrupted = client.post(address, typed(loan_amount="99,000"))

    page = client.get(log_in(client, interrupted).url)

    assert page.request["PATH_INFO"] == address
    assert 'value="99,000"' in page.content.decode()
    assert 'value="99,000"' not in client.get(FORM).content.decode()


def test_login_that_was_made_in_another_tab_goes_on_as_well(
    client, interrupted, officer
):
    client.force_login(officer)

    page = client.get(log_in(client, interrupted).url)

    assert 'value="110,000"' in page.content.decode()


@pytest.mark.parametrize("forged", ["x", "é", "gAAAAABn", "\0"])
def test_forged_text_is_nothing_that_was_typed(client, forged):
    answer = client.post(reverse("login"), CREDENTIALS | {"kept": forged})

    assert answer.url == reverse("application-list")
    assert client.get(FORM).status_code == 200


# A page that is older than the last login: its CSRF token is no longer good


@pytest.fixture
def strict(officer):
    """Return a logged-in browser whose forms need the CSRF token."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(officer)
    return client


def test_page_left_open_for_too_long_loses_nothing(strict):
    answer = strict.post(FORM, typed(), headers=HERE)

    page = strict.get(answer.url)
    assert answer.url == FORM
    assert 'value="110,000"' in page.content.decode()
    assert not LoanApplication.objects.exists()


def test_so_does_one_whose_session_ended_as_well():
    client = Client(enforce_csrf_checks=True)

    answer = client.post(FORM, typed(), headers=HERE)

    assert "Your login has ended" in answer.content.decode()
    assert hidden(answer, "kept")


def test_login_page_that_is_too_old_still_carries_what_was_typed(interrupted):
    client = Client(enforce_csrf_checks=True)
    sent = CREDENTIALS | {"kept": hidden(interrupted, "kept")}

    again = client.post(reverse("login"), sent, headers=HERE)

    assert hidden(again, "kept") == hidden(interrupted, "kept")


@pytest.mark.parametrize("origin", [{}, {"origin": "https://evil.example"}])
def test_form_of_another_site_is_refused_and_not_kept(strict, origin):
    answer = strict.post(FORM, typed(), headers=origin)

    assert answer.status_code == 403
    assert 'value="110,000"' not in strict.get(FORM).content.decode()


def test_other_pages_are_refused_as_ever(strict):
    assert strict.post(reverse("logout"), headers=HERE).status_code == 403
