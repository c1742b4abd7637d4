"""What is hidden until an officer has said what they think, and the page for that."""

import re

import pytest
from django.urls import reverse

from predictor.models import Decision, DryRun, JournalEntry, LoanApplication
from tests import builders
from tests.builders import REASONS, scored
from tests.services.deciding import desk
from tests.web.deciding.pages import browser, errors, page, send
from tests.web.typed import submit

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _all_blind(settings):
    settings.BLIND_SHARE = 1.0


def address(prediction):
    return reverse("first-view", args=[prediction.application_id])


def say(client, prediction, view="decline", **more):
    return client.post(address(prediction), {"view": view, **more})


def test_page_shows_the_facts_and_nothing_of_the_score(officer_client):
    prediction = scored("decline")

    shown = officer_client.get(address(prediction))

    text = page(shown)
    assert "128,000 dollars" in text
    assert "30 days left" in text
    for told in ("18 %", "suggest", "recommend", *(r["text"] for r in REASONS)):
        assert told not in text
    assert str(prediction.pk) not in shown.content.decode()


@pytest.mark.parametrize(
    "name",
    ["prediction-detail", "prediction-what-if", "approve", "decline", "counter-offer"],
)
def test_every_page_of_the_score_leads_to_the_first_view(officer_client, name):
    prediction = scored()
    page_of_score = reverse(name, args=[prediction.pk])

    for call in (officer_client.get, officer_client.post):
        response = call(page_of_score, follow=True)
        if response.status_code != 405:
            assert response.redirect_chain[-1] == (address(prediction), 302)
    assert not DryRun.objects.exists()
    assert not Decision.objects.exists()


@pytest.mark.usefixtures("live_version")
def test_score_of_what_was_typed_is_hidden_as_well(officer_client):
    response = officer_client.get(submit(officer_client).url, follow=True)

    made = LoanApplication.objects.get()
    assert response.redirect_chain[-1][0] == reverse("first-view", args=[made.pk])
    assert "Model suggests" not in page(response)


def test_view_is_recorded_and_then_the_score_is_shown(officer_client, officer):
    prediction = scored()

    response = say(officer_client, prediction, "approve", why="A good house.")

    entry = JournalEntry.objects.get()
    assert (entry.kind, entry.written_by) == ("first_view", officer)
    assert (entry.details, entry.text) == ({"view": "approve"}, "A good house.")
    assert response.url == reverse("prediction-detail", args=[prediction.pk])
    assert "Model suggests: decline" in page(officer_client.get(response.url))


def test_nothing_is_chosen_beforehand_and_something_has_to_be(officer_client):
    prediction = scored()
    assert " checked" not in officer_client.get(address(prediction)).content.decode()

    response = say(officer_client, prediction, "", why="A good house.")

    assert errors(response) == ["id_view_0"]
    assert "A good house." in page(response)
    assert not JournalEntry.objects.exists()


def test_view_is_asked_once(officer_client):
    prediction = scored()
    say(officer_client, prediction)

    again = say(officer_client, prediction, "approve")

    assert again.url == reverse("prediction-detail", args=[prediction.pk])
    assert JournalEntry.objects.get().details == {"view": "decline"}


def test_where_nothing_is_hidden_it_leads_to_the_score(officer_client, settings):
    settings.BLIND_SHARE = 0
    prediction = scored()

    response = officer_client.get(address(prediction))

    assert response.url == reverse("prediction-detail", args=[prediction.pk])


def test_application_without_a_score_leads_to_its_page(officer_client, officer):
    application = builders.application(owner=officer)
    first_view = reverse("first-view", args=[application.pk])

    response = officer_client.post(first_view, {"view": "approve"})

    assert response.url == reverse("application-detail", args=[application.pk])


def test_decision_says_that_it_is_what_was_said_before(officer_client):
    prediction = scored()
    say(officer_client, prediction, "decline")

    send(officer_client, "decline", prediction, "decline", confirmed=desk.BOTH)

    made = Decision.objects.get()
    assert made.prediction_hidden
    text = page(officer_client.get(reverse("decision", args=[made.pk])))
    assert "The decision is what its officer had said before seeing this." in text


def test_what_was_said_survives_the_end_of_the_session(officer_client):
    prediction = scored()
    officer_client.logout()

    text = say(officer_client, prediction, why="A good house.").content.decode()
    [kept] = re.findall(r'name="kept" value="([^"]+)"', text)
    login = {"username": "officer", "password": "officer-officer", "kept": kept}
    response = officer_client.post(reverse("login"), login, follow=True)

    shown = response.content.decode()
    assert "A good house." in shown
    assert len(re.findall(r'value="decline"[^>]* checked', shown)) == 1
    assert not JournalEntry.objects.exists()


# The second officer


@pytest.fixture
def proposed(settings):
    """Return a decision that olga took against the model, which otto has not seen."""
    settings.SECOND_OFFICER_ON_OVERRIDE = True
    prediction = scored()
    say(browser("olga"), prediction, "approve")
    return desk.approve(prediction)


@pytest.mark.parametrize("name", ["decision", "decision-answer", "notice"])
def test_decision_tells_a_second_officer_nothing_before_a_view(proposed, name):
    response = browser("otto").get(reverse(name, args=[proposed.pk]), follow=True)

    assert response.redirect_chain[-1] == (address(proposed), 302)
    text = page(response)
    for told in ("18 %", "A visit.", "Model suggest", REASONS[0]["text"]):
        assert told not in text


def test_second_officer_confirms_nothing_before_a_view(proposed):
    answer = reverse("decision-answer", args=[proposed.pk])

    response = browser("otto").post(answer, {"action": "confirm"})

    assert response["Location"] == address(proposed)
    assert LoanApplication.objects.get().status == "awaiting_second_officer"


def test_second_officer_looks_first_and_then_sees_all_of_it(proposed):
    otto = browser("otto")

    response = say(otto, proposed)

    assert response.url == reverse("decision", args=[proposed.pk])
    text = page(otto.get(response.url))
    assert "You are the second officer" in text
    assert "A visit." in text
    assert "18 %" in text


def test_who_decided_sees_it_while_it_waits(proposed):
    olga = browser("olga")

    assert "A visit." in page(olga.get(reverse("decision", args=[proposed.pk])))
