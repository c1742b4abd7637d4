"""``POST /api/predict``: one application, many, and the tutorial's JSON string."""

import json

import pytest

from predictor.models import DryRun, LoanApplication, Prediction
from tests.rows import row

pytestmark = pytest.mark.django_db


def test_one_application_is_scored_and_kept(predict, live_version):
    answer = predict(row())

    assert answer.status_code == 200
    [prediction] = answer.json()["predictions"]
    assert answer.json()["model_version"] == live_version.number
    assert answer.json()["errors"] == []
    stored = Prediction.objects.get(pk=prediction["id"])
    assert stored.probability == prediction["probability"]
    assert stored.application.loan_id == prediction["Loan_ID"] == "LP001015"
    assert stored.channel == "api"
    assert prediction["thresholds"] == {"approve_from": 0.6, "decline_below": 0.4}
    assert prediction["reasons"] == []
    assert prediction["warnings"] == []
    assert prediction["row"] == 0


def test_the_snapshot_is_what_was_sent(predict):
    predict(row(Self_Employed=None))

    inputs = Prediction.objects.get().inputs
    assert inputs == row(Loan_ID=..., Self_Employed=None)


def test_many_applications_keep_their_order(predict):
    sent = [row(Loan_ID=f"A{i}", LoanAmount=90.0 + i) for i in range(20)]

    answered = predict(sent).json()["predictions"]

    assert [p["Loan_ID"] for p in answered] == [r["Loan_ID"] for r in sent]
    assert [p["row"] for p in answered] == list(range(20))


def test_a_json_string_of_rows_is_taken_as_the_rows(predict):
    answer = predict(json.dumps(json.dumps([row()])))

    assert answer.json()["predictions"][0]["Loan_ID"] == "LP001015"


def test_an_application_without_a_reference_gets_one(predict):
    [prediction] = predict(row(Loan_ID=...)).json()["predictions"]

    assert LoanApplication.objects.get().loan_id == prediction["Loan_ID"]


def test_an_empty_array_is_answered_with_nothing(predict):
    assert predict([]).json()["predictions"] == []


@pytest.mark.parametrize("field", ["Credit_History", "LoanAmount", "Loan_Amount_Term"])
def test_a_missing_fact_is_never_worth_an_approval(predict, field):
    [prediction] = predict(row(**{field: None})).json()["predictions"]

    assert prediction["recommendation"] == "refer"
    assert prediction["code"] == "incomplete"
    assert LoanApplication.objects.get().status == "incomplete"


def test_a_slip_is_asked_about(predict):
    [prediction] = predict(row(Loan_Amount_Term=30)).json()["predictions"]

    assert "term_short" in [warning["code"] for warning in prediction["warnings"]]


def test_the_same_reference_again_is_a_new_prediction_of_a_new_revision(predict):
    predict(row())
    predict(row(LoanAmount=120))

    assert [p.revision for p in Prediction.objects.order_by("id")] == [1, 2]
    assert LoanApplication.objects.get().loan_amount == 120


def test_a_dry_run_stores_that_it_was_used_and_nothing_else(predict):
    answer = predict([row()], "?dry_run=true")

    assert answer.json()["predictions"][0]["id"] is None
    assert not Prediction.objects.exists()
    assert not LoanApplication.objects.exists()
    assert DryRun.objects.get().rows == 1


def test_a_dry_run_gives_the_score_that_is_stored_later(predict):
    tried = predict(row(), "?dry_run=true").json()["predictions"][0]["probability"]

    assert predict(row()).json()["predictions"][0]["probability"] == tried


def test_the_body_may_come_without_a_content_type(api, live_version):
    body = json.dumps(row()).encode()

    answer = api.generic("POST", "/api/predict", body, content_type="")

    assert answer.status_code == 200
