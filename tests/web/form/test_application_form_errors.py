"""What the form says where something is wrong, and that it keeps what was typed."""

import re

import pytest
from django.urls import reverse

from predictor.models import LoanApplication, Prediction
from tests import builders
from tests.web.typed import errors_after, inputs_after, submit

pytestmark = pytest.mark.usefixtures("live_version")


def test_all_errors_are_shown_at_once_at_their_fields(officer_client):
    assert errors_after(
        officer_client,
        loan_id="a b",
        loan_amount="0",
        loan_amount_term="601",
        education="",
        applicant_income="a lot",
        property_area="",
    ) == {
        "loan_id": [
            "The reference is made of 1 to 32 of the characters A-Z a-z 0-9 . _ -."
        ],
        "loan_amount": [
            "The loan amount must be more than 0 and at most 1,000,000,000,000 dollars."
        ],
        "loan_amount_term": ["The term must be more than 0 and at most 600 months."],
        "education": ["Choose the education."],
        "applicant_income": ["Enter the applicant's income as a number, like 4,500."],
        "property_area": ["Choose the property area."],
    }


def test_summary_links_each_error_to_its_box_or_its_first_radio(officer_client):
    page = submit(officer_client, loan_amount="x", education="").content.decode()

    assert "There is a problem" in page
    assert '<a href="#id_loan_amount">' in page
    assert '<a href="#id_education_0">' in page
    assert 'id="id_education_0"' in page
    assert "<title>Error: " in page


def test_everything_typed_is_kept_beside_an_error(officer_client):
    page = submit(officer_client, education="").content.decode()

    assert 'value="110,000"' in page
    assert re.search(r'name="property_area" value="Urban"[^>]* checked', page)


@pytest.mark.parametrize(
    "changes",
    [
        {"loan_id": "LP\0001"},
        {"loan_amount": "1\0"},
        {"loan_amount": "9" * 5000},
        {"loan_amount": "-1"},
        {"loan_amount": "nan"},
        {"applicant_income": "1e400"},
        {"loan_amount_term": "٣" * 400},
        {"education": "Doctor"},
        {"credit_history": "2"},
        {"gender": "\0"},
    ],
)
def test_nonsense_is_an_error_at_its_field(officer_client, changes):
    assert list(errors_after(officer_client, **changes)) == list(changes)


def test_form_with_nothing_in_it_is_a_page_with_errors(officer_client):
    response = officer_client.post(reverse("application-new"), {})

    assert set(response.context["form"].errors) == {
        "applicant_income",
        "education",
        "has_coapplicant",
        "property_area",
    }


# A reference that exists


def test_reference_that_exists_is_linked_to_its_newest_result(officer_client):
    first = submit(officer_client)

    response = submit(officer_client, loan_amount="90,000")

    page = response.content.decode()
    assert f'href="{first.url}">open it</a>.' in page
    assert "This reference exists already: open it.</a>" in page
    assert LoanApplication.objects.get().loan_amount == 110.0
    assert Prediction.objects.count() == 1


def test_reference_that_was_never_scored_is_linked_to_its_page(officer_client):
    standing = builders.application(loan_id="LP001015")

    page = submit(officer_client).content.decode()

    address = reverse("application-detail", args=[standing.pk])
    assert f'href="{address}">open it</a>' in page


# A form that is sent twice


def test_form_without_a_reference_that_is_sent_twice_is_stored_once(officer_client):
    form = officer_client.get(reverse("application-new")).context["form"]
    once = {"loan_id": "", "assigned": form["assigned"].value()}

    first, second = (submit(officer_client, **once) for _ in range(2))

    assert first.url == second.url
    assert Prediction.objects.count() == 1


def test_form_that_is_sent_again_with_other_answers_is_asked_about(officer_client):
    once = {"loan_id": "", "assigned": "LA-20260101-AAAAAAAAAAAA"}
    first = submit(officer_client, **once)

    again = submit(officer_client, **once, loan_amount="90,000")

    assert f'href="{first.url}">open that</a>' in again.content.decode()
    fresh = again.context["form"]["assigned"].value()
    assert fresh != once["assigned"]
    submit(officer_client, loan_id="", assigned=fresh, loan_amount="90,000")
    assert LoanApplication.objects.count() == 2


def test_page_that_was_saved_is_scored_by_the_same_page(officer_client):
    once = {"loan_id": "", "assigned": "LA-20260101-AAAAAAAAAAAA"}
    submit(officer_client, **once, action="save", education="")
    submit(officer_client, **once, action="save", education="", loan_amount="90,000")

    response = submit(officer_client, **once, loan_amount="91,000")

    prediction = Prediction.objects.get()
    assert response.url == reverse("prediction-detail", args=[prediction.pk])
    assert LoanApplication.objects.get().loan_amount == 91.0


@pytest.mark.parametrize("forged", ["a b", "x" * 33, "\0"])
def test_forged_reference_is_refused(officer_client, forged):
    assert errors_after(officer_client, loan_id="", assigned=forged)


def test_form_that_carries_no_reference_is_given_one(officer_client):
    submit(officer_client, loan_id="", assigned="")

    assert LoanApplication.objects.get().loan_id.startswith("LA-")


# Without a model


def test_without_a_model_the_page_names_the_command_and_keeps_what_was_typed(
    officer_client, live_version
):
    live_version.is_active = False
    live_version.save()

    response = submit(officer_client)

    assert response.status_code == 503
    assert "manage.py retrain" in response.content.decode()
    assert 'value="110,000"' in response.content.decode()
    assert not LoanApplication.objects.exists()


def test_model_that_cannot_be_read_is_said_to_be_so(officer_client, settings, tmp_path):
    settings.MODEL_STORE = tmp_path

    response = submit(officer_client)

    assert response.status_code == 503
    assert "cannot be read" in response.content.decode()


def test_money_comes_back_with_separators_and_is_the_same_number(officer_client):
    response = submit(
        officer_client, loan_amount="110000", applicant_income="$ 5 720", education=""
    )

    page = response.content.decode()
    assert 'name="loan_amount" value="110,000"' in page
    assert 'name="applicant_income" value="5,720"' in page
    assert inputs_after(officer_client, loan_amount="110,000")["LoanAmount"] == 110.0
