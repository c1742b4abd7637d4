"""Deciding through the API: on a score, with reasons."""

from typing import Any

import pytest

from predictor.models import Decision
from tests import builders
from tests.api.desk import BOTH, decide, refused, status_of
from tests.builders import scored

pytestmark = pytest.mark.django_db


def test_a_person_declines(officer_api, officer):
    prediction = scored()

    answer = decide(officer_api, prediction, confirmed=BOTH, other="Too new.")

    made = Decision.objects.get()
    assert answer.status_code == 200, answer.content
    told = answer.json()
    assert [reason.pop("text") for reason in told["reasons"]] == [
        *(reason["text"] for reason in builders.REASONS),
        "Too new.",
    ]
    assert told == {
        "id": str(made.pk),
        "Loan_ID": prediction.application.loan_id,
        "prediction": str(prediction.pk),
        "verdict": "decline",
        "reasons": [
            {"code": BOTH[0], "field": "Credit_History", "source": "model"},
            {"code": BOTH[1], "field": "LoanAmount", "source": "model"},
            {"code": "other", "field": None, "source": "officer"},
        ],
        "left_out_because": "",
        "override_code": None,
        "override_text": "",
        "offer": None,
        "reverses": None,
        "reversed_because": "",
        "needs_second": False,
        "in_effect": True,
        "standing": "in_force",
        "decided_by": "officer",
        "confirmed_by": None,
        "created_at": made.created_at.isoformat().replace("+00:00", "Z"),
    }
    assert (made.decided_by, made.channel) == (officer, "api")
    assert status_of(prediction) == "declined"
    assert prediction.application.label_source == "api"


def test_a_person_approves_and_a_session_will_do(officer_client):
    prediction = scored("approve")

    assert decide(officer_client, prediction, "approve").status_code == 200
    assert status_of(prediction) == "approved"


def test_a_person_makes_a_counter_offer(officer_api):
    prediction = scored("refer")
    offer = {"LoanAmount": 90, "Loan_Amount_Term": 360}

    answer = decide(
        officer_api, prediction, "counter_offer", confirmed=BOTH, offer=offer
    )

    assert answer.json()["offer"] == offer
    assert status_of(prediction) == "counter_offer"


def test_an_offer_that_is_accepted_is_approved_on_its_terms(officer_api):
    prediction = scored("refer")
    said: dict[str, Any] = {"offer": {"LoanAmount": 90, "Loan_Amount_Term": 360}}
    offered = decide(
        officer_api, prediction, "counter_offer", confirmed=BOTH, **said
    ).json()
    said |= {"reverses": offered["id"], "reversed_because": "It was accepted."}

    told = decide(officer_api, prediction, "approve", **said).json()

    assert told["offer"] == said["offer"]
    assert status_of(prediction) == "approved"


def test_against_the_model_it_says_why(officer_api):
    prediction = scored("approve")
    refused(
        decide(officer_api, prediction, codes=["funds"]),
        422,
        ("override_code", "required"),
        ("override_text", "required"),
    )

    why = {"override_code": "policy", "override_text": "No mills."}
    told = decide(officer_api, prediction, codes=["funds"], **why).json()

    assert {name: told[name] for name in why} == why


def test_a_decision_is_reversed_by_one_that_says_why(officer_api):
    prediction = scored("refer")
    first = decide(officer_api, prediction, confirmed=BOTH).json()
    refused(decide(officer_api, prediction, "approve"), 409, (None, "decided"))
    again = {"reverses": first["id"]}
    refused(
        decide(officer_api, prediction, "approve", **again),
        422,
        ("reversed_because", "required"),
    )

    told = decide(
        officer_api, prediction, "approve", **again, reversed_because="It was paid."
    ).json()

    assert told["reverses"] == first["id"]
    assert status_of(prediction) == "approved"


def test_what_was_decided_is_read_newest_first(officer_api):
    prediction = scored("refer")
    path = f"/api/applications/{prediction.application.loan_id}/decisions"
    assert officer_api.get(path).json()["results"] == []
    first = decide(officer_api, prediction, "approve").json()
    why = {"reverses": first["id"], "reversed_because": "The house burnt down."}

    second = decide(officer_api, prediction, confirmed=BOTH, **why).json()

    replaced = first | {"standing": "replaced"}
    assert officer_api.get(path).json()["results"] == [second, replaced]
    assert officer_api.get("/api/applications/nobody/decisions").status_code == 404


def test_who_decides_reads_the_application_and_its_scores(officer_api):
    prediction = scored()
    scored()
    path = f"/api/applications/{prediction.application.loan_id}"

    assert officer_api.get(path).json()["status"] == "ready"
    [found] = officer_api.get(f"{path}/predictions").json()["results"]
    assert found["id"] == str(prediction.pk)
    read = officer_api.get(f"/api/predictions/{found['id']}").json()
    assert [reason["code"] for reason in read["reasons"]] == BOTH
    assert officer_api.get("/api/applications").status_code == 403


def test_the_same_key_decides_once(officer_api):
    prediction = scored()

    first = decide(officer_api, prediction, confirmed=BOTH, key="a")
    again = decide(officer_api, prediction, confirmed=BOTH, key="a")

    assert first.status_code == 200
    assert first.content == again.content
    assert Decision.objects.count() == 1


def test_protected_attributes_are_in_no_answer(officer_api):
    prediction = scored("refer", inputs=builders.INPUTS | {"Dependents": "9-Kids"})

    answer = decide(officer_api, prediction, confirmed=BOTH)

    for word in ("9-Kids", "Female", "Married", "Gender", "inputs"):
        assert word not in answer.content.decode()
