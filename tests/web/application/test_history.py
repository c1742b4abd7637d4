"""All that happened to an application, newest first."""

import re
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from predictor.models import Channel, Verdict
from predictor.services import scoring, what_if
from predictor.services.deciding import decisions, notices
from predictor.services.deciding.grounds import Grounds
from predictor.services.desk import correcting, journal, reopening
from tests import builders

UNCHANGED = "No value that is shown here was changed."


def history_of(client, application, **query):
    address = reverse("application-history", args=[application.pk])
    response = client.get(address, query)
    assert response.status_code == 200
    return response.content.decode()


def titles(page):
    return re.findall(r'<p class="what"><strong>(.*?)</strong>', page)


@pytest.mark.usefixtures("live_version")
def test_everything_that_happened_stands_in_one_line(officer_client, officer, settings):
    settings.CREDITOR_NAME = "Example Lender"
    seen = builders.scored()
    said = Grounds(confirmed=tuple(r["code"] for r in builders.REASONS))
    made = decisions.decide(seen.pk, Verdict.DECLINE, said, by=officer)
    application = made.application
    what_if.ask(seen, amount=60.0, term=360.0, by=officer, request_id="r")
    notices.record_sent(made, timezone.localdate(), by=officer)
    notices.record_not_sent(made, by=officer)
    journal.note(application, "She called.", by=officer)
    reopening.reopen(application.pk, "A slip.", by=officer)
    changed = application.as_applicant() | {"LoanAmount": 90.0, "Gender": "Male"}
    correcting.correct(
        application.pk, changed, by=officer, request_id="r", why="As she says."
    )

    page = history_of(officer_client, application)

    assert [re.sub("<.*?>", "", title) for title in titles(page)] == [
        "Corrected at the desk",
        "Scored by version 1",
        "Corrected and reopened",
        "Note",
        "Letter not sent after all",
        f"Letter sent on {timezone.localdate():%-d %B %Y}",
        "Another amount or term tried",
        "Decided: Decline",
        "Scored by version 1",
        "Received",
    ]
    for words in (
        "As she says.",
        "A slip.",
        "She called.",
        "No value that is shown here was changed.",
    ):
        assert words in page


def test_correction_says_what_was_changed_and_nothing_protected(
    officer_client, officer
):
    application = builders.application(gender="Female", dependents="3+")
    changed = application.as_applicant() | {
        "LoanAmount": 90.0,
        "Credit_History": 0,
        "Gender": "Male",
        "Dependents": "0",
    }
    correcting.keep(application.pk, changed, by=officer, request_id="r")

    page = history_of(officer_client, application)

    assert "Loan amount: 128,000 dollars, now 90,000 dollars" in page
    assert "Meets the guidelines, now Does not meet the guidelines" in page
    for hidden in ("Male", "Female", "3+<", "Dependents", "Sex"):
        assert hidden not in page


@pytest.mark.parametrize("answer", ["Female", "Male"])
def test_of_a_protected_attribute_it_is_not_even_said_whether_it_changed(
    officer_client, officer, answer
):
    application = builders.application(gender="Female")
    changed = application.as_applicant() | {"Gender": answer}
    correcting.keep(application.pk, changed, by=officer, request_id="r", answered=True)

    page = history_of(officer_client, application)

    assert page.count(UNCHANGED) == 1
    assert ", now " not in page


@pytest.mark.usefixtures("live_version")
def test_values_that_the_sender_sent_again_are_told_from_corrections(
    officer_client, officer
):
    broker = builders.person("broker")
    application = builders.application(owner=broker)
    for amount in (90.0, 91.0):
        scoring.score(
            rows=[application.as_applicant() | {"LoanAmount": amount}],
            by=broker,
            channel=Channel.API,
            request_id="r",
        )

    page = history_of(officer_client, application)

    assert titles(page) == [
        "Scored by version 1",
        "Sent again with other values",
        "Scored by version 1",
        "Sent again with other values",
        "Received",
    ]
    assert "90,000 dollars, now 91,000 dollars" in page
    assert "128,000 dollars, now 90,000 dollars" in page


def test_no_happening_is_lost_or_shown_twice_between_pages(officer_client, officer):
    application = builders.application()
    for i in range(60):
        journal.note(application, f"Note {i}.", by=officer)
        builders.prediction(application=application)
        changed = application.as_applicant() | {"LoanAmount": 100.0 + i}
        correcting.keep(application.pk, changed, by=officer, request_id="r")

    seen: list[str] = []
    query: dict[str, str] = {}
    while True:
        page = history_of(officer_client, application, **query)
        seen += re.findall(r"Note \d+\.|now \d+,000 dollars|Scored by", page)
        older = re.search(r"before=([\w-]+)", page)
        if older is None:
            break
        assert ">Received<" not in page
        query = {"before": older[1]}

    assert len(seen) == 180
    assert [one for one in seen if one.startswith("Note")] == [
        f"Note {i}." for i in reversed(range(60))
    ]
    assert [one for one in seen if one.startswith("now")] == [
        f"now {100 + i},000 dollars" for i in reversed(range(60))
    ]


@pytest.mark.parametrize("before", ["x", "", "7" * 32, "f" * 32, "0" * 32])
def test_address_that_was_tampered_with_shows_some_page(officer_client, before):
    application = builders.application(revision=2)

    history_of(officer_client, application, before=before)
    history_of(officer_client, application, before=before, only="scores")


def test_application_that_does_not_exist_is_not_found(officer_client):
    address = reverse("application-history", args=[uuid4()])

    assert officer_client.get(address).status_code == 404
