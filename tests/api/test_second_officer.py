"""The second officer, through the API."""

import pytest

from predictor.models import JournalEntry, Scope
from predictor.models.roles import Role
from tests import builders
from tests.api.conftest import personal
from tests.api.desk import decide, post, refused, status_of
from tests.builders import scored

pytestmark = pytest.mark.django_db


@pytest.fixture
def waiting(officer_api, settings):
    settings.SECOND_OFFICER_ABOVE = 100_000
    prediction = scored("refer")
    told = decide(officer_api, prediction, "approve").json()
    assert (told["needs_second"], told["in_effect"]) == (True, False)
    assert status_of(prediction) == "awaiting_second_officer"
    return prediction, {"decision": told["id"]}


@pytest.fixture
def second_api(db):
    return personal(builders.person_as(Role.LOAN_OFFICER, "anna"), Scope.DECIDE)


def test_a_second_officer_confirms(waiting, second_api):
    prediction, named = waiting

    told = post(second_api, prediction, "decision/confirm", named).json()

    assert (told["in_effect"], told["confirmed_by"]) == (True, "anna")
    assert told["standing"] == "in_force"
    assert status_of(prediction) == "approved"
    again = post(second_api, prediction, "decision/confirm", named)
    refused(again, 409, (None, "nothing_to_confirm"))


def test_a_second_officer_sends_it_back_and_says_why(waiting, second_api):
    prediction, named = waiting
    path = "decision/send-back"
    refused(post(second_api, prediction, path, named), 422, ("text", "required"))

    told = post(second_api, prediction, path, named | {"text": "Ask again."}).json()

    assert (told["in_effect"], told["standing"]) == (False, "sent_back")
    assert status_of(prediction) == "ready"
    assert JournalEntry.objects.get(kind="sent_back").text == "Ask again."


@pytest.mark.parametrize("path", ["decision/confirm", "decision/send-back"])
def test_who_decided_is_no_second_officer(waiting, officer_api, path):
    prediction, named = waiting

    answer = post(officer_api, prediction, path, named | {"text": "Fine."})

    refused(answer, 403, (None, "same_person"))
    assert status_of(prediction) == "awaiting_second_officer"


def test_what_waits_is_not_decided_again(waiting, second_api):
    prediction, _ = waiting

    answer = decide(second_api, prediction, "approve")

    refused(answer, 409, (None, "awaiting_second"))


def test_decision_of_another_application_is_unknown(waiting, second_api):
    _, named = waiting

    answer = post(second_api, scored(), "decision/confirm", named)

    refused(answer, 422, ("decision", "unknown"))


def test_the_same_key_for_another_application_is_a_conflict(waiting, second_api):
    prediction, named = waiting
    key = {"Idempotency-Key": "a"}
    post(second_api, prediction, "decision/confirm", named, **key)

    body = named | {"text": "No."}
    refused(post(second_api, prediction, "decision/send-back", body, **key), 409)
