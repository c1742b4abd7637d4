"""The main job end to end: by form, by API, by file, by the tutorial's client."""

import csv
import io
import json
from decimal import Decimal

import pytest
from django.core.management import call_command
from django.test import Client

from predictor.models import LoanApplication, Prediction
from predictor.services import tokens
from tests.rows import row
from tests.web.typed import typed

pytestmark = pytest.mark.django_db

AWKWARD = {
    "ApplicantIncome": 4166.67,
    "CoapplicantIncome": 7210.1,
    "LoanAmount": 128.523,
    "Loan_Amount_Term": 317.0,
    "Property_Area": "Semiurban",
}


def by_form(officer_client):
    amounts = {
        "applicant_income": "4,166.67",
        "has_coapplicant": "Yes",
        "coapplicant_income": "$7 210.10",
        "loan_amount": "128,523",
        "loan_amount_term": "317",
        "property_area": "Semiurban",
    }
    answer = officer_client.post("/", typed(loan_id="FORM", **amounts))
    assert answer.status_code == 302, answer.content.decode()
    return Prediction.objects.get(application__loan_id="FORM").probability


def by_api(body):
    token = tokens.issue(name="walker")
    client = Client(headers={"Authorization": f"Token {token}"})
    answer = client.post("/api/predict", body, content_type="application/json")
    return [p["probability"] for p in answer.json()["predictions"]]


def by_tutorial():
    body = json.dumps(json.dumps([row(Loan_ID="TUTORIAL", **AWKWARD)]))
    Client().post("/predict", body, content_type="application/json")
    return Prediction.objects.get(channel="tutorial").probability


def by_file(tmp_path):
    source, target = tmp_path / "in.csv", tmp_path / "out.csv"
    with source.open("w", newline="") as file:
        writer = csv.DictWriter(file, list(row()))
        writer.writeheader()
        writer.writerow(row(**AWKWARD))
    call_command("score", str(source), str(target), stdout=io.StringIO())
    with target.open(newline="") as file:
        return float(next(csv.DictReader(file))["probability"])


def test_every_way_in_gives_the_same_score_to_the_last_bit(
    officer_client, live_version, tmp_path
):
    alone = by_api(row(Loan_ID="ALONE", **AWKWARD))
    many = by_api([row(Loan_ID=f"MANY{i}", **AWKWARD) for i in range(37)])
    mixed = by_api([row(Loan_ID="OTHER"), row(Loan_ID="MIXED", **AWKWARD)])[1]

    scores = {
        *alone,
        *many,
        mixed,
        by_form(officer_client),
        by_tutorial(),
        by_file(tmp_path),
    }
    assert len(scores) == 1


def test_a_full_amount_is_kept_in_thousands_to_the_last_digit(
    officer_client, live_version
):
    by_form(officer_client)

    kept = LoanApplication.objects.get(loan_id="FORM")
    assert Decimal(repr(kept.loan_amount)) == Decimal("128.523")


def test_an_application_is_typed_seen_listed_and_reviewed(
    officer_client, admin_client, live_version
):
    answer = officer_client.post("/", typed(loan_id="WALK-1"), follow=True)
    prediction = Prediction.objects.get()
    assert answer.redirect_chain == [(f"/predictions/{prediction.pk}/", 302)]
    assert "Model suggests" in answer.content.decode()

    assert "WALK-1" in officer_client.get("/applications/").content.decode()

    history = admin_client.get("/admin/predictor/prediction/?q=WALK-1")
    assert "WALK-1" in history.content.decode()
    detail = admin_client.get(f"/admin/predictor/prediction/{prediction.pk}/change/")
    assert str(live_version) in detail.content.decode()


def test_what_was_posted_is_found_by_officer_and_administrator(
    officer_client, admin_client, live_version
):
    by_api(row(Loan_ID="POSTED-1"))

    for browser, address in (
        (officer_client, "/applications/?q=POSTED-1"),
        (admin_client, "/admin/predictor/prediction/?q=POSTED-1"),
        (admin_client, "/admin/predictor/loanapplication/?q=POSTED-1"),
    ):
        assert "POSTED-1" in browser.get(address).content.decode()
