"""What looks like a slip is asked about before anything is stored."""

import re

import pytest

from ml import plausibility, schema
from predictor.models import LoanApplication, Prediction
from predictor.web.form import questions
from tests.web.typed import submit

pytestmark = pytest.mark.usefixtures("live_version")


def asked(response):
    """Return the questions of a page, each with its answers."""
    assert response.status_code == 200
    form = response.context["form"]
    assert not form.errors
    assert not LoanApplication.objects.exists()
    return {
        bound.label: {word: value for value, word in bound.field.choices}
        for bound in form
        if bound.name.startswith("check_") and not bound.is_hidden
    }


def answers(response, *words):
    """Return the fields that give the answers with these words."""
    form = response.context["form"]
    return {
        bound.name: value
        for bound in form
        if bound.name.startswith("check_") and not bound.is_hidden
        for value, word in bound.field.choices
        if word in words
    }


@pytest.mark.parametrize(
    ("typed_", "question", "words"),
    [
        (
            {"loan_amount": "110"},
            "You entered 110. Did you mean 110,000?",
            ["110,000 dollars", "110 dollars is right"],
        ),
        (
            {"loan_amount_term": "30"},
            "You entered 30. Is that in months, or in years?",
            ["30 years, which is 360 months", "30 months is right"],
        ),
        (
            {"applicant_income": "68,640"},
            "You entered 68,640. Is that for a month, or for a year?",
            [
                "68,640 a year, which is 5,720 dollars per month",
                "68,640 dollars per month is right",
            ],
        ),
        (
            {"coapplicant_income": "60 000"},
            "You entered 60,000. Is that for a month, or for a year?",
            [
                "60,000 a year, which is 5,000 dollars per month",
                "60,000 dollars per month is right",
            ],
        ),
    ],
)
def test_slip_is_asked_about_with_what_was_perhaps_meant(
    officer_client, typed_, question, words
):
    found = asked(submit(officer_client, **typed_))

    assert list(found) == [question]
    assert list(found[question]) == words


def test_value_beyond_the_training_data_is_asked_about(officer_client):
    response = submit(officer_client, loan_amount="900,000,000")

    [question] = asked(response)
    assert question.startswith("You entered 900,000,000, beyond every application")

    kept = answers(response, "Yes: 900,000,000 dollars is right")
    submit(officer_client, loan_amount="900,000,000", **kept)
    assert Prediction.objects.get().inputs["LoanAmount"] == 900_000.0


def test_summary_links_to_the_first_answer_and_takes_the_focus(officer_client):
    page = submit(officer_client, loan_amount="110").content.decode()

    assert "<title>Check: " in page
    assert "Please check this first" in page
    assert '<a href="#id_check_loan_amount_0">You entered 110.' in page
    assert 'id="id_check_loan_amount_0"' in page
    assert "error-summary.js" in page


def test_answer_that_it_was_meant_otherwise_takes_its_place(officer_client):
    slips = {"loan_amount": "110", "loan_amount_term": "30"}
    response = submit(officer_client, **slips)

    meant = answers(response, "110,000 dollars", "30 years, which is 360 months")
    submit(officer_client, **slips, **meant)

    inputs = Prediction.objects.get().inputs
    assert (inputs["LoanAmount"], inputs["Loan_Amount_Term"]) == (110.0, 360.0)


def test_answer_that_it_is_right_is_believed(officer_client):
    response = submit(officer_client, loan_amount_term="30")

    submit(
        officer_client,
        loan_amount_term="30",
        **answers(response, "30 months is right"),
    )

    assert Prediction.objects.get().inputs["Loan_Amount_Term"] == 30.0


def test_without_an_answer_it_is_asked_again(officer_client):
    assert asked(submit(officer_client, loan_amount="110"))
    assert asked(submit(officer_client, loan_amount="110"))


def test_answer_about_another_value_is_none(officer_client):
    response = submit(officer_client, loan_amount="110")
    right = answers(response, "110 dollars is right")
    other = answers(response, "110,000 dollars")

    assert list(asked(submit(officer_client, loan_amount="120", **right))) == [
        "You entered 120. Did you mean 120,000?"
    ]
    submit(officer_client, loan_amount="125,000", **other)
    assert Prediction.objects.get().inputs["LoanAmount"] == 125.0


def hidden(response):
    """Return what the page carries of earlier answers."""
    form = response.context["form"]
    return {b.name: b.value() for b in form.hidden_fields() if "check_" in b.name}


def test_questions_can_be_answered_one_after_the_other(officer_client):
    slips = {"loan_amount": "110", "loan_amount_term": "30"}
    first = submit(officer_client, **slips)

    second = submit(officer_client, **slips, **answers(first, "110 dollars is right"))
    assert list(asked(second)) == ["You entered 30. Is that in months, or in years?"]
    submit(
        officer_client,
        **slips,
        **hidden(second),
        **answers(second, "30 months is right"),
    )

    inputs = Prediction.objects.get().inputs
    assert (inputs["LoanAmount"], inputs["Loan_Amount_Term"]) == (0.11, 30.0)


def test_answer_is_kept_through_an_error(officer_client):
    slip = {"loan_amount_term": "30"}
    right = answers(submit(officer_client, **slip), "30 months is right")
    wrong = submit(officer_client, **slip, **right, property_area="")
    assert list(wrong.context["form"].errors) == ["property_area"]

    submit(officer_client, **slip, **hidden(wrong))

    assert Prediction.objects.get().inputs["Loan_Amount_Term"] == 30.0


@pytest.mark.parametrize(
    "forged",
    ["", "keep", "use:0.11:nan", "use:0.11:inf", "keep:a:b", "use:1:2:3", "\0"],
)
def test_forged_answer_is_none(officer_client, forged):
    response = submit(officer_client, loan_amount="110", check_loan_amount=forged)

    assert list(asked(response)) == ["You entered 110. Did you mean 110,000?"]


def test_what_was_typed_and_answered_in_confidence_is_kept_beside_a_question(
    officer_client,
):
    page = submit(officer_client, loan_amount="110").content.decode()

    assert 'value="110"' in page
    assert re.search(r'name="property_area" value="Urban"[^>]* checked', page)
    assert 'name="monitoring" value="' in page


def test_api_warns_of_the_same_and_stores(officer_client):
    row = {
        "Education": "Graduate",
        "ApplicantIncome": 68640,
        "CoapplicantIncome": 0,
        "LoanAmount": 0.11,
        "Loan_Amount_Term": 30,
        "Property_Area": "Urban",
    }

    answer = officer_client.post("/api/predict", row, "application/json").json()

    codes = {w["code"] for w in answer["predictions"][0]["warnings"]}
    assert {"amount_small", "term_short", "income_high"} <= codes
    assert Prediction.objects.count() == 1


def test_every_kind_of_slip_has_its_question():
    applicant = {
        **dict.fromkeys(schema.COLUMN),
        "LoanAmount": 0.11,
        "Loan_Amount_Term": 30.0,
        "ApplicantIncome": 68_640.0,
    }
    slips = plausibility.Likely({"LoanAmount": (1.0, 2.0)}).warn(applicant)

    assert {slip.code for slip in slips} == set(questions._ASKED)
