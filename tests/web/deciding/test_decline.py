"""The page on which an officer declines."""

import re

import pytest
from django.db import OperationalError
from django.urls import reverse

from predictor.models import Decision, DryRun, LoanApplication
from predictor.services.deciding import decisions
from tests import builders
from tests.builders import REASONS, scored

pytestmark = pytest.mark.django_db

BOTH = ["credit_history_below", "amount_high"]


def address(prediction):
    return reverse("decline", args=[prediction.pk])


def send(client, prediction, action="decline", **said):
    return client.post(address(prediction), {**said, "action": action})


def errors(response):
    assert response.status_code == 200
    page = response.content.decode()
    return re.findall(r'<li><a href="#([\w-]+)">', page.split("<form method")[0])


def test_nothing_is_chosen_beforehand(officer_client):
    page = officer_client.get(address(scored())).content.decode()

    for reason in REASONS:
        assert reason["text"] in page
    assert " checked" not in page
    assert "30 days left" in page


def test_decline_leads_to_its_letter(officer_client, officer):
    prediction = scored()

    response = send(officer_client, prediction, confirmed=BOTH)

    made = Decision.objects.get()
    assert response.url == reverse("notice", args=[made.pk])
    assert made.decided_by == officer
    assert LoanApplication.objects.get().status == "declined"


@pytest.mark.parametrize("action", ["preview", ""], ids=["button", "Enter"])
def test_reasons_are_looked_over_before_anything_is_stored(officer_client, action):
    said = {"confirmed": BOTH[:1], "left_out_because": "Agreed."}

    page = send(officer_client, scored(), action, **said).content.decode()

    preview = page.split("The letter would give")[1].split("</section>")[0]
    assert REASONS[0]["text"] in preview
    assert REASONS[1]["text"] not in preview
    assert "Agreed." in page.split("<form method")[1]
    assert not Decision.objects.exists()


def test_each_error_stands_at_its_field_and_nothing_typed_is_lost(officer_client):
    said = {"confirmed": BOTH[:1], "other": "It is a mill."}

    response = send(officer_client, scored(), **said)

    assert errors(response) == ["id_left_out_because"]
    page = response.content.decode()
    assert 'value="It is a mill."' in page
    assert page.count(" checked") == 1
    assert "<title>Error: " in page


def test_against_the_model_only_a_persons_reasons_are_asked_for(officer_client):
    prediction = scored("approve")

    page = officer_client.get(address(prediction)).content.decode()
    assert REASONS[0]["text"] not in page
    response = send(officer_client, prediction, codes=["funds"])
    assert errors(response) == ["id_override_code_0", "id_override_text"]
    send(
        officer_client,
        prediction,
        codes=["funds"],
        override_code="facts",
        override_text="A visit.",
    )

    made = Decision.objects.get()
    assert (made.override_code, made.override_text) == ("facts", "A visit.")


@pytest.mark.parametrize(
    "said",
    [
        {"confirmed": ["income_low"]},
        {"codes": ["weather"]},
        {"codes": ["collateral"], "left_out_because": "\0"},
        {"other": "x" * 301, "left_out_because": "y"},
        {"confirmed": BOTH, "left_out_because": "y" * 2001},
        {"confirmed": BOTH, "left_out_because": " "},
        {"other": "\u200b\u202e", "left_out_because": "y"},
    ],
    ids=["not-offered", "unknown", "null", "long", "longer", "blank", "invisible"],
)
def test_whatever_is_sent_is_refused_or_taken_and_never_an_error_of_ours(
    officer_client, said
):
    response = send(officer_client, scored(), **said)

    assert response.status_code in (200, 302)
    assert Decision.objects.exists() == (response.status_code == 302)


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"revision": 2}, "was changed since it was scored"),
        ({"status": "withdrawn"}, "decided or closed already"),
        (
            {"status": "incomplete", "credit_history": None, "completed_at": None},
            "missing",
        ),
    ],
    ids=["stale", "closed", "incomplete"],
)
def test_what_cannot_be_decided_leads_back_and_says_why(officer_client, changes, why):
    prediction = scored(application=builders.application(**changes))
    result = reverse("prediction-detail", args=[prediction.pk])

    for call in (officer_client.get, officer_client.post):
        response = call(address(prediction), follow=True)
        assert response.redirect_chain == [(result, 302)]
        assert why in response.content.decode()
    assert address(prediction) not in officer_client.get(result).content.decode()
    assert not Decision.objects.exists()


def test_older_score_leads_to_the_newer_one(officer_client):
    older = scored()
    newer = builders.prediction(application=older.application)

    response = officer_client.get(address(older), follow=True)

    assert response.redirect_chain == [
        (reverse("prediction-detail", args=[newer.pk]), 302)
    ]
    assert "There is a newer score" in response.content.decode()


def test_invisible_signs_are_no_reason(officer_client):
    said = {"other": "\u200b\u202e", "left_out_because": "Both are wrong."}

    response = send(officer_client, scored(), **said)

    assert errors(response) == ["id_confirmed_0"]


def test_where_nobody_can_write_a_letter_it_says_so_before(officer_client, settings):
    settings.AGENCY_NAME = " "
    prediction = scored()

    page = officer_client.get(address(prediction)).content.decode()
    send(officer_client, prediction, confirmed=BOTH)

    assert "<code>AGENCY_NAME</code>" in page
    assert Decision.objects.get().letter is None


def test_database_that_is_away_loses_nothing(officer_client, monkeypatch):
    prediction = scored()

    def away(*args, **kwargs):
        raise OperationalError

    monkeypatch.setattr(decisions, "decide", away)
    said = {"confirmed": BOTH, "other": "It is a mill."}
    response = send(officer_client, prediction, **said)

    assert response.status_code == 503
    page = response.content.decode()
    for value in (*BOTH, "It is a mill.", "decline"):
        assert f'value="{value}"' in page


def test_score_whose_reasons_cannot_be_worked_out_is_not_decided_on(officer_client):
    broken = builders.prediction(
        recommendation="decline",
        probability=0.1,
        model_version=builders.model_version(number=9),
    )

    response = officer_client.get(address(broken), follow=True)

    assert "cannot be worked out" in response.content.decode()


def test_result_offers_it_and_then_says_that_it_was_declined(officer_client):
    prediction = scored()
    result = reverse("prediction-detail", args=[prediction.pk])
    assert address(prediction) in officer_client.get(result).content.decode()

    send(officer_client, prediction, confirmed=BOTH)

    page = officer_client.get(result).content.decode()
    assert address(prediction) not in page
    assert reverse("notice", args=[Decision.objects.get().pk]) in page


def test_how_often_something_else_was_tried_stands_beside_it(officer_client, officer):
    prediction = scored()
    for _ in range(2):
        DryRun.objects.create(
            application=prediction.application,
            model_version=prediction.model_version,
            rows=1,
            channel="form",
            requested_by=officer,
            request_id="r",
            created_at=prediction.created_at,
        )

    page = officer_client.get(address(prediction)).content.decode()

    assert "2 times" in page


def test_application_says_how_it_was_decided(officer_client):
    prediction = scored()
    send(officer_client, prediction, confirmed=BOTH)

    page = officer_client.get(
        reverse("application-detail", args=[prediction.application_id])
    ).content.decode()

    section = page.split("What was decided")[1].split("</section>")[0]
    for text in ("Decline", "officer", REASONS[0]["text"], "Letter"):
        assert text in section


def test_what_was_typed_is_escaped(officer_client):
    prediction = scored()
    said = {"confirmed": BOTH, "other": "<script>alert(1)</script>"}

    send(officer_client, prediction, **said)

    page = officer_client.get(
        reverse("notice", args=[Decision.objects.get().pk])
    ).content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


def test_what_was_chosen_survives_the_end_of_the_session(officer_client):
    prediction = scored()
    said = {"confirmed": BOTH, "codes": ["funds", "terms"], "other": "It is a mill."}
    officer_client.logout()

    page = officer_client.post(address(prediction), said).content.decode()
    [kept] = re.findall(r'name="kept" value="([^"]+)"', page)
    login = {"username": "officer", "password": "officer-officer", "kept": kept}
    response = officer_client.post(reverse("login"), login, follow=True)

    shown = response.content.decode()
    assert response.redirect_chain[-1][0] == address(prediction)
    assert shown.count(" checked") == 4
    assert 'value="It is a mill."' in shown
    assert "Here is what you chose" in shown
    assert not Decision.objects.exists()
