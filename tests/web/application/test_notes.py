"""Notes beside an application."""

import pytest
from django.db import OperationalError
from django.test import Client
from django.urls import reverse

from predictor.models import JournalEntry
from predictor.models.roles import Role
from tests import builders
from tests.web.login.test_interrupted import log_in


@pytest.fixture
def application(db):
    return builders.application()


def add(client, application, text):
    address = reverse("application-note", args=[application.pk])
    return client.post(address, {"text": text})


def test_note_is_kept_with_its_writer(officer_client, officer, application):
    response = add(officer_client, application, " She called.\nMonday. ")

    entry = JournalEntry.objects.get()
    assert (entry.kind, entry.text) == ("note", "She called.\nMonday.")
    assert entry.written_by == officer
    page = officer_client.get(response.url).content.decode()
    assert response.url == reverse("application-detail", args=[application.pk])
    assert "The note is kept." in page
    assert "She called." in page


def test_decided_application_takes_notes_too(officer_client):
    made = builders.declined()

    add(officer_client, made.application, "She called.")

    assert made.application.journal.count() == 1


@pytest.mark.parametrize("text", ["", "  \n ", "\N{ZERO WIDTH SPACE}"])
def test_note_without_words_is_asked_for(officer_client, application, text):
    page = add(officer_client, application, text).content.decode()

    assert "<title>Error: Application" in page
    assert '<a href="#id_text">Enter a note.</a>' in page
    assert not JournalEntry.objects.exists()


def test_note_that_is_too_long_is_shown_again(officer_client, application):
    page = add(officer_client, application, "a" * 2_001).content.decode()

    assert "Use at most 2000 characters: there are 2001." in page
    assert "a" * 2_001 in page
    assert not JournalEntry.objects.exists()


def test_note_is_shown_as_it_was_typed_and_runs_nothing(officer_client, application):
    add(officer_client, application, "<script>alert(1)</script>")

    page = officer_client.get(reverse("application-detail", args=[application.pk]))

    assert "&lt;script&gt;alert(1)" in page.content.decode()


def test_note_survives_the_end_of_the_login(client, officer, application):
    interrupted = add(client, application, "Half a sentence")
    assert interrupted.status_code == 403

    page = client.get(log_in(client, interrupted).url).content.decode()

    assert ">\nHalf a sentence</textarea>" in page
    assert not JournalEntry.objects.exists()


def test_note_outlives_the_database(officer_client, application, monkeypatch):
    def fail(*args, **kwargs):
        raise OperationalError("busy")

    monkeypatch.setattr("predictor.services.desk.journal.note", fail)

    response = add(officer_client, application, "Half a sentence")

    assert response.status_code == 503
    assert "Half a sentence" in response.content.decode()


def test_auditor_writes_no_note(application):
    client = Client()
    client.force_login(builders.person_as(Role.AUDITOR))

    assert add(client, application, "A word.").status_code == 403
    assert not JournalEntry.objects.exists()
