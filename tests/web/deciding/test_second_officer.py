"""A second officer confirms a decision on its page, or sends it back."""

import re

import pytest
from django.urls import reverse

from predictor.models import Decision, JournalEntry, LoanApplication
from predictor.services.deciding import second
from tests.builders import scored
from tests.services.deciding import desk
from tests.web.deciding.pages import answer, browser, errors, page, send, shown

pytestmark = pytest.mark.django_db


@pytest.fixture
def proposed(settings):
    """Return a decline of olga's that waits for a second officer."""
    settings.SECOND_OFFICER_ABOVE = 100_000
    return desk.decline(scored())


def test_after_deciding_it_says_that_a_second_officer_has_to_confirm(settings):
    settings.SECOND_OFFICER_ABOVE = 100_000
    client = browser("olga")

    response = send(client, "decline", scored(), "decline", confirmed=desk.BOTH)

    made = Decision.objects.get()
    assert response.url == reverse("decision", args=[made.pk])
    text = page(client.get(response.url))
    assert "takes effect when a second officer has confirmed it" in text
    assert "You decided it: another officer has to confirm it." in text
    assert "Confirm the decision" not in text


def test_result_says_that_it_waits(officer_client, proposed):
    result = reverse("prediction-detail", args=[proposed.prediction_id])

    text = page(officer_client.get(result))

    assert "Decided, and not in effect yet: Decline." in text


def test_other_officer_confirms(proposed):
    otto = browser("otto")
    assert "You are the second officer" in page(shown(otto, proposed))

    response = answer(otto, proposed, "confirm", "Checked.", follow=True)

    text = page(response)
    assert "Confirmed: the decision is in effect." in text
    assert "Confirmed by a second officer" in text
    assert "by otto Checked." in text
    assert LoanApplication.objects.get().status == "declined"


def test_other_officer_sends_it_back_with_a_word(proposed):
    otto = browser("otto")

    refused = answer(otto, proposed, "send-back")
    assert errors(refused) == ["id_text"]
    assert "Say why it goes back." in page(refused)
    text = page(answer(otto, proposed, "send-back", "The income.", follow=True))

    assert "it never took effect" in text
    assert "by otto The income." in text
    assert LoanApplication.objects.get().status == "ready"


def test_button_that_is_not_there_does_nothing_either(proposed):
    olga = browser("olga")

    text = page(answer(olga, proposed, "confirm", follow=True))

    assert "You decided it: another officer has to look at it." in text
    assert LoanApplication.objects.get().status == "awaiting_second_officer"


def test_answer_that_comes_too_late_says_so(proposed):
    second.confirm(proposed.pk, by=desk.officer("oda"))

    text = page(answer(browser("otto"), proposed, "send-back", "No.", follow=True))

    assert "No second officer is waited for any more." in text
    assert "by oda" in text


@pytest.mark.parametrize("action", ["", "reverse"])
def test_only_a_button_answers(proposed, action):
    response = answer(browser("otto"), proposed, action, "Half a sen")

    assert "Half a sen" in page(response)
    assert not JournalEntry.objects.filter(kind__in=["confirmed", "sent_back"])


def test_what_was_written_survives_the_end_of_the_session(proposed):
    otto = browser("otto")
    desk.officer("otto").set_password("x")
    user = desk.officer("otto")
    user.set_password("otto-otto-otto")
    user.save()

    said = answer(otto, proposed, "send-back", "The income is wrong.")
    [kept] = re.findall(r'name="kept" value="([^"]+)"', said.content.decode())
    login = {"username": "otto", "password": "otto-otto-otto", "kept": kept}
    text = page(otto.post(reverse("login"), login, follow=True))

    assert "Here is what you wrote" in text
    assert "The income is wrong." in text
    assert LoanApplication.objects.get().status == "awaiting_second_officer"
