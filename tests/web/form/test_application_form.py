"""The form in which an officer types an application."""

import re

import pytest
from django.urls import reverse

from predictor.models import LoanApplication, Prediction
from tests.web.typed import errors_after, inputs_after, submit, typed

pytestmark = pytest.mark.usefixtures("live_version")


def test_valid_application_is_scored_and_leads_to_its_result(officer_client, officer):
    response = submit(officer_client)

    prediction = Prediction.objects.get()
    assert response.status_code == 302
    assert response.url == reverse("prediction-detail", args=[prediction.pk])
    assert prediction.requested_by == officer
    assert prediction.channel == "form"
    assert prediction.application.loan_id == "LP001015"


def test_everything_typed_is_stored_under_the_names_of_the_wire(officer_client):
    assert inputs_after(officer_client) == {
        "Gender": "Male",
        "Married": "Yes",
        "Dependents": "0",
        "Education": "Graduate",
        "Self_Employed": "No",
        "ApplicantIncome": 5720.0,
        "CoapplicantIncome": 1500.0,
        "LoanAmount": 110.0,
        "Loan_Amount_Term": 360.0,
        "Credit_History": 1,
        "Property_Area": "Urban",
    }


def test_form_asks_who_is_not_logged_in_to_log_in(client):
    response = client.get(reverse("application-new"))

    assert response.status_code == 302
    assert response.url.startswith(reverse("login"))


def test_blank_form_names_units_and_chooses_nothing(officer_client):
    page = officer_client.get(reverse("application-new")).content.decode()

    assert "<title>Score an application" in page
    assert "error-summary" not in page
    assert "Loan amount, in dollars" in page
    assert "For example 110,000" in page
    assert "Term, in months" in page
    assert " checked" not in page
    assert 'type="number"' not in page


def test_currency_is_a_setting(officer_client, settings):
    settings.CURRENCY_NAME = "rupees"

    page = officer_client.get(reverse("application-new")).content.decode()

    assert "Loan amount, in rupees" in page
    assert "dollars" not in page


def test_every_question_has_a_hint(officer_client):
    form = officer_client.get(reverse("application-new")).context["form"]

    assert [b.name for b in form.visible_fields() if not b.help_text] == []


def test_page_needs_no_inline_script_or_style(officer_client):
    for response in (
        officer_client.get(reverse("application-new")),
        submit(officer_client, education=""),
    ):
        page = response.content.decode()
        assert not re.search(r"<style|\sstyle=|\son\w+=|<script(?![^>]*src=)", page)


def test_monitoring_information_stands_last_and_says_that_it_is_not_scored(
    officer_client,
):
    response = officer_client.get(reverse("application-new"))

    last = response.context["form"].sections()[-1]
    assert last.title == "Monitoring information, not used for the score"
    assert [field.name for field in last.fields] == ["gender", "married", "dependents"]


def test_heading_promises_nothing_where_protected_inputs_are_allowed(
    officer_client, settings
):
    settings.ALLOW_PROTECTED_INPUTS = True

    page = officer_client.get(reverse("application-new")).content.decode()

    assert "Monitoring information" in page
    assert "not used for the score" not in page


# What is left open


def test_reference_is_assigned_where_none_was_typed(officer_client):
    submit(officer_client, loan_id="")

    assert LoanApplication.objects.get().loan_id.startswith("LA-")


@pytest.mark.parametrize(
    ("field", "left_open", "name"),
    [
        ("loan_amount", "", "LoanAmount"),
        ("loan_amount_term", "", "Loan_Amount_Term"),
        ("credit_history", "unknown", "Credit_History"),
        ("credit_history", "", "Credit_History"),
    ],
)
def test_missing_fact_is_referred(officer_client, field, left_open, name):
    inputs = inputs_after(officer_client, **{field: left_open})

    prediction = Prediction.objects.get()
    assert inputs[name] is None
    assert (prediction.recommendation, prediction.code) == ("refer", "incomplete")


@pytest.mark.parametrize("answer", ["", "unknown"])
@pytest.mark.parametrize(
    ("field", "name"),
    [
        ("gender", "Gender"),
        ("married", "Married"),
        ("dependents", "Dependents"),
        ("self_employed", "Self_Employed"),
    ],
)
def test_answer_may_be_withheld(officer_client, field, name, answer):
    assert inputs_after(officer_client, **{field: answer})[name] is None


def test_credit_history_below_the_guidelines_is_kept_as_0(officer_client):
    assert inputs_after(officer_client, credit_history="0")["Credit_History"] == 0


# The co-applicant


def test_no_co_applicant_means_no_income(officer_client):
    inputs = inputs_after(officer_client, has_coapplicant="No", coapplicant_income="")

    assert inputs["CoapplicantIncome"] == 0.0


def test_co_applicant_needs_an_income(officer_client):
    errors = errors_after(officer_client, coapplicant_income="")

    assert errors == {"coapplicant_income": ["Enter the co-applicant's income."]}


def test_blank_is_never_taken_for_no_co_applicant(officer_client):
    errors = errors_after(officer_client, has_coapplicant="", coapplicant_income="")

    assert errors == {"has_coapplicant": ["Say whether there is a co-applicant."]}


def test_income_of_nobody_is_asked_about(officer_client):
    errors = errors_after(officer_client, has_coapplicant="No")

    assert list(errors) == ["coapplicant_income"]
    assert "no co-applicant" in errors["coapplicant_income"][0]


def test_builder_fills_every_field_of_the_form(officer_client):
    form = officer_client.get(reverse("application-new")).context["form"]

    assert {*typed(), "monitoring", "assigned"} == set(form.fields)
