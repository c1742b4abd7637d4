"""What a bad body gets: row, field and rule; never a value, never half a write."""

import json

import pytest

from predictor.models import LoanApplication, ModelVersion, Prediction
from tests.rows import row

pytestmark = pytest.mark.django_db

SECRET = "marker-of-an-applicant"


def problem(answer, status):
    assert answer.status_code == status, answer.content
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["status"] == status
    assert answer.json()["title"]
    assert answer.json()["detail"]
    return answer.json()


@pytest.mark.parametrize(
    ("change", "field", "rule"),
    [
        ({"Education": None}, "Education", "required"),
        ({"Education": ...}, "Education", "required"),
        ({"Property_Area": "urban"}, "Property_Area", "choice"),
        ({"ApplicantIncome": "5720"}, "ApplicantIncome", "type"),
        ({"ApplicantIncome": True}, "ApplicantIncome", "type"),
        ({"ApplicantIncome": -1}, "ApplicantIncome", "range"),
        ({"ApplicantIncome": 1e10}, "ApplicantIncome", "range"),
        ({"ApplicantIncome": 10**400}, "ApplicantIncome", "range"),
        ({"LoanAmount": 0}, "LoanAmount", "range"),
        ({"Loan_Amount_Term": 600.5}, "Loan_Amount_Term", "range"),
        ({"Credit_History": 2}, "Credit_History", "choice"),
        ({"Credit_History": False}, "Credit_History", "type"),
        ({"Credit_History": "1"}, "Credit_History", "type"),
        ({"Dependents": 4}, "Dependents", "choice"),
        ({"Dependents": ["0"]}, "Dependents", "type"),
        ({"Gender": {"a": 1}}, "Gender", "type"),
        ({"Loan_ID": "LP 1"}, "Loan_ID", "pattern"),
        ({"Loan_ID": ""}, "Loan_ID", "pattern"),
        ({"Loan_ID": "L" * 33}, "Loan_ID", "pattern"),
        ({"Loan_ID": "LP1\n"}, "Loan_ID", "pattern"),
        ({"Loan_ID": 5}, "Loan_ID", "type"),
        ({"Loan_Status": "Y"}, "Loan_Status", "not_allowed"),
        ({"Decided_At": "2026-01-01"}, "Decided_At", "not_allowed"),
        ({"credit_history": 1}, "credit_history", "unknown_field"),
        ({"\ud800": 1}, "?", "unknown_field"),
    ],
)
def test_a_broken_rule_names_row_field_and_rule(predict, change, field, rule):
    answer = predict(json.dumps([row(Loan_ID="A1"), row(**change)]))

    errors = problem(answer, 422)["errors"]
    assert [(e["row"], e["field"], e["rule"]) for e in errors] == [(1, field, rule)]
    assert not LoanApplication.objects.exists()


def test_all_errors_of_all_rows_are_listed_at_once(predict):
    bad = [row(Gender="x", Married="x"), 5, row(Loan_ID="B", Education="x")]

    errors = problem(predict(bad), 422)["errors"]

    assert [(e["row"], e["field"]) for e in errors] == [
        (0, "Gender"),
        (0, "Married"),
        (1, None),
        (2, "Education"),
    ]


def test_a_value_is_never_echoed(predict):
    answer = predict([dict.fromkeys(row(), SECRET + " ")])

    assert SECRET not in answer.content.decode()


def test_a_reference_twice_in_one_body_is_a_row_error(predict):
    errors = problem(predict([row(), row()]), 422)["errors"]

    assert [(e["row"], e["rule"]) for e in errors] == [(1, "duplicate")]


def test_good_rows_are_scored_where_bad_ones_are_skipped(predict):
    bad = row(Loan_ID="B", Education="x")

    answer = predict([row(Loan_ID="A"), bad, row(Loan_ID="C")], "?on_error=skip")

    assert [p["row"] for p in answer.json()["predictions"]] == [0, 2]
    assert [e["row"] for e in answer.json()["errors"]] == [1]
    assert Prediction.objects.count() == 2


def test_all_rows_bad_and_skipped_is_an_answer_without_predictions(predict):
    answer = predict([row(Education="x")], "?on_error=skip")

    assert answer.status_code == 200
    assert answer.json()["predictions"] == []


def test_another_clients_application_is_a_row_error(predict, other_api):
    predict(row())

    answer = other_api.post("/api/predict", [row()], content_type="application/json")

    assert problem(answer, 422)["errors"][0]["rule"] == "owned_elsewhere"


def test_a_decided_application_with_other_values_is_a_row_error(predict):
    predict(row())
    LoanApplication.objects.update(
        status="approved", loan_status="Y", label_source="officer"
    )

    errors = problem(predict([row(Loan_ID="New"), row(LoanAmount=99)]), 422)["errors"]

    assert [(e["row"], e["rule"]) for e in errors] == [(1, "decided")]
    assert Prediction.objects.count() == 1


def test_what_the_record_refuses_is_listed_with_what_the_dictionary_refuses(
    predict, other_api
):
    predict(row(Loan_ID="THEIRS"))
    bad = [row(Loan_ID="THEIRS"), row(Loan_ID=..., Education="x"), row(Loan_ID=...)]

    answer = other_api.post("/api/predict", bad, content_type="application/json")

    errors = problem(answer, 422)["errors"]
    assert [(e["row"], e["rule"]) for e in errors] == [
        (0, "owned_elsewhere"),
        (1, "choice"),
    ]


def test_a_dry_run_asks_nobody_whose_application_it_is(predict, other_api):
    predict(row())
    bad = [row(), row(Loan_ID="B", Education="x")]

    def dry_run(body):
        address = "/api/predict?dry_run=true"
        return other_api.post(address, body, content_type="application/json")

    assert [e["row"] for e in problem(dry_run(bad), 422)["errors"]] == [1]
    assert dry_run(row()).status_code == 200


def test_a_decided_application_with_the_same_values_is_scored_again(predict):
    predict(row())
    LoanApplication.objects.update(
        status="approved", loan_status="Y", label_source="officer"
    )

    assert predict(row()).status_code == 200
    assert Prediction.objects.count() == 2


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"\xff\xfe",
        b"{'a': 1}",
        b"[NaN]",
        b'{"ApplicantIncome": Infinity}',
        b'{"Loan_ID": "A", "Loan_ID": "B"}',
        b"[" * 100_000,
        b'"not json inside"',
        b"1" * 5000,
    ],
)
def test_what_is_not_json_is_a_bad_request(predict, body):
    problem(predict(body), 400)


@pytest.mark.parametrize("body", [b"5", b"null", b"[[]]", b'"\\"text\\""', b"[null]"])
def test_json_that_is_no_application_breaks_a_rule(predict, body):
    assert problem(predict(body), 422)["errors"][0]["rule"] == "type"


def test_another_media_type_is_refused(api, live_version):
    answer = api.post("/api/predict", row(), content_type="text/csv")

    problem(answer, 415)


def test_a_body_in_chunks_is_asked_for_its_length(predict):
    problem(predict(row(), **{"Transfer-Encoding": "Chunked"}), 411)


def test_too_many_rows_name_the_limit(predict):
    detail = problem(predict([{}] * 10_001), 413)["detail"]

    assert "10,000" in detail
    assert "manage.py score" in detail


def test_a_body_beyond_the_limit_is_too_large(predict, settings):
    settings.API_MAX_BYTES = 100

    problem(predict(row()), 413)


@pytest.mark.parametrize("query", ["?dry_run=yes", "?explain=some", "?dryrun=true"])
def test_a_parameter_that_is_not_understood_is_an_error(predict, query):
    problem(predict(row(), query), 400)

    assert not Prediction.objects.exists()


def test_without_a_model_the_answer_says_how_to_get_one(predict):
    ModelVersion.objects.update(is_active=False)
    from predictor.services import registry

    registry.forget()

    assert "manage.py retrain" in problem(predict(row()), 503)["detail"]
