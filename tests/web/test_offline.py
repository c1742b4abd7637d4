"""When the database does not answer, nothing that was typed is lost."""

import re

import pytest
from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.models import Session
from django.db import DatabaseError, OperationalError, models
from django.urls import reverse

from tests.web.typed import typed

pytestmark = pytest.mark.usefixtures("live_version")
FORM = reverse("application-new")


@pytest.fixture
def away(monkeypatch):
    """Let every query fail, as where the server is away."""

    def fail(*args, **kwargs):
        raise OperationalError("away")

    def begin():
        for name in ("get", "first", "_fetch_all", "update", "exists"):
            monkeypatch.setattr(models.QuerySet, name, fail)

    return begin


@pytest.mark.parametrize("action", ["score", "save"])
def test_form_is_shown_again_with_what_was_typed(officer_client, away, action):
    away()

    answer = officer_client.post(FORM, typed(action=action, education=""))

    page = answer.content.decode()
    assert answer.status_code == 503
    assert answer["Retry-After"]
    assert "The database is busy" in page
    assert 'value="110,000"' in page
    assert re.search(r'name="property_area" value="Urban"[^>]* checked', page)
    assert not re.search(r'name="(gender|married|dependents)"[^>]* checked', page)
    assert 'name="monitoring" value="' in page
    assert 'name="csrfmiddlewaretoken"' in page


def test_login_carries_on_what_was_typed(client, officer, away):
    interrupted = client.post(FORM, typed()).content.decode()
    [kept] = re.findall(r'name="kept" value="([^"]+)"', interrupted)
    away()

    answer = client.post(
        reverse("login"),
        {"username": "officer", "password": "officer-officer", "kept": kept},
    )

    assert answer.status_code == 503
    assert f'name="kept" value="{kept}"' in answer.content.decode()


def test_session_whose_end_cannot_be_moved_goes_on(officer_client, monkeypatch):
    officer_client.get(FORM)
    Session.objects.update(expire_date="2099-01-01T00:00:00Z")

    def fail(*args, **kwargs):
        raise OperationalError("locked")

    session = officer_client.session
    session["x"] = 1
    monkeypatch.setattr(Session, "save", fail)
    session.save()


def test_session_that_is_gone_is_still_an_error(officer_client, monkeypatch):
    def fail(*args, **kwargs):
        raise DatabaseError("did not affect any rows")

    session = officer_client.session
    monkeypatch.setattr(Session, "save", fail)

    with pytest.raises(UpdateError):
        session.save()
