"""Decisions that the API refuses: statuses, and the rules in ``errors``."""

import pytest

from predictor.models import Decision
from tests import builders
from tests.api.desk import BOTH, decide, post, refused
from tests.builders import scored

pytestmark = pytest.mark.django_db


def test_an_application_that_is_not_there_is_not_found(officer_api):
    for path in ("decision", "decision/confirm", "decision/send-back"):
        answer = officer_api.post(
            f"/api/applications/nobody/{path}", {}, "application/json"
        )
        assert answer.status_code == 404


def test_a_score_of_another_application_is_unknown(officer_api):
    mine, other = scored(), scored()

    answer = post(
        officer_api, mine, body={"prediction": str(other.pk), "verdict": "approve"}
    )

    refused(answer, 422, ("prediction", "unknown"))


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"status": "withdrawn"}, "decided"),
        ({"revision": 2}, "stale"),
        ({"status": "incomplete", "completed_at": None}, "incomplete"),
    ],
)
def test_what_cannot_be_decided_is_a_conflict(officer_api, changes, rule):
    prediction = scored(application=builders.application(**changes))

    answer = decide(officer_api, prediction, confirmed=BOTH)

    refused(answer, 409, (None, rule))


def test_an_older_score_is_a_conflict(officer_api):
    prediction = scored()
    builders.prediction(application=prediction.application)

    answer = decide(officer_api, prediction, confirmed=BOTH)

    refused(answer, 409, (None, "superseded"))


def test_nothing_is_reversed_where_nothing_stands(officer_api):
    prediction = scored()

    answer = decide(officer_api, prediction, reverses=str(prediction.pk))

    refused(answer, 409, (None, "not_decided"))


WORDS = {"verdict": "decline", "confirmed": BOTH}


@pytest.mark.parametrize(
    ("changes", "errors"),
    [
        ({"prediction": None}, [("prediction", "required")]),
        ({"prediction": "x"}, [("prediction", "pattern")]),
        ({"prediction": 1}, [("prediction", "type")]),
        ({"verdict": ...}, [("verdict", "required")]),
        ({"verdict": "Decline"}, [("verdict", "choice")]),
        ({"verdict": True}, [("verdict", "type")]),
        ({"confirmed": "amount_high"}, [("confirmed", "type")]),
        ({"confirmed": [[]]}, [("confirmed", "type")]),
        ({"confirmed": [*BOTH, "x"]}, [("confirmed", "choice")]),
        ({"codes": ["weather"]}, [("codes", "choice")]),
        ({"confirmed": ["amount_high"]}, [("left_out_because", "required")]),
        ({"other": "x" * 301}, [("other", "range")]),
        ({"other": "a\0b"}, [("other", "pattern")]),
        ({"left_out_because": "x" * 2001}, [("left_out_because", "range")]),
        ({"left_out_because": "x"}, [("left_out_because", "nothing_left_out")]),
        ({"override_code": "mood"}, [("override_code", "choice")]),
        ({"override_text": "x"}, [("override_code", "no_override")]),
        ({"offer": 90}, [("offer", "type")]),
        ({"offer": {"LoanAmount": 90}}, [("offer", "no_offer")]),
        ({"reverses": []}, [("reverses", "type")]),
        ({"reversed_because": "x"}, [("reversed_because", "nothing_reversed")]),
        ({"Verdict": "approve"}, [(None, "unknown_field")]),
        ({"verdict": 1, "codes": 1}, [("verdict", "type"), ("codes", "type")]),
    ],
)
def test_all_that_is_wrong_is_told(officer_api, changes, errors):
    prediction = scored()
    body = WORDS | {"prediction": str(prediction.pk)} | changes
    body = {name: value for name, value in body.items() if value is not ...}

    refused(post(officer_api, prediction, body=body), 422, *errors)
    assert not Decision.objects.exists()


@pytest.mark.parametrize(
    ("offer", "errors"),
    [
        (None, [("LoanAmount", "required"), ("Loan_Amount_Term", "required")]),
        ({"LoanAmount": 128, "Loan_Amount_Term": 360}, [("LoanAmount", "same_terms")]),
        ({"LoanAmount": -1, "Loan_Amount_Term": 360}, [("LoanAmount", "range")]),
        ({"LoanAmount": "9", "Loan_Amount_Term": 360}, [("LoanAmount", "type")]),
        (
            {"LoanAmount": 9, "Loan_Amount_Term": 360, "Gender": "Male"},
            [("Gender", "not_allowed")],
        ),
    ],
)
def test_an_offer_has_other_terms(officer_api, offer, errors):
    answer = decide(officer_api, scored(), "counter_offer", confirmed=BOTH, offer=offer)

    given = [e for e in answer.json()["errors"] if not e["field"].startswith("over")]
    assert [(e["field"], e["rule"]) for e in given] == errors


@pytest.mark.parametrize("body", [[], "x", 1, None])
def test_a_body_is_an_object(officer_api, body):
    refused(post(officer_api, scored(), body=body), 422, (None, "type"))


@pytest.mark.parametrize("body", [b"", b"{", b"\xff", b'{"a": 1, "a": 1}'])
def test_what_is_not_json_is_refused(officer_api, body):
    refused(post(officer_api, scored(), body=body), 400)


def test_what_cannot_be_seen_is_in_no_letter(officer_api):
    prediction = scored()

    told = decide(
        officer_api, prediction, confirmed=BOTH, other=" Too\u202e new\ud800. "
    ).json()

    assert told["reasons"][-1]["text"] == "Too new."
