"""Save without scoring, and go on with it later."""

from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from predictor.models import LoanApplication, Prediction
from tests import builders
from tests.web.typed import submit

BLANK = dict.fromkeys(
    (
        "loan_amount",
        "loan_amount_term",
        "credit_history",
        "education",
        "self_employed",
        "applicant_income",
        "has_coapplicant",
        "coapplicant_income",
        "property_area",
        "gender",
        "married",
        "dependents",
    ),
    "",
)


def save(client, **changes):
    return submit(client, action="save", **changes)


def edit(client, application, **changes):
    address = reverse("application-edit", args=[application.pk])
    return client.post(address, changes)


@pytest.mark.django_db
def test_what_is_incomplete_is_saved_without_a_score_or_a_model(
    officer_client, officer
):
    response = save(officer_client, education="", applicant_income="", loan_amount="")

    application = LoanApplication.objects.get()
    assert response.url == reverse("application-detail", args=[application.pk])
    assert application.status == "incomplete"
    assert (application.owner, application.source) == (officer, "form")
    assert application.education is None
    assert application.loan_amount_term == 360.0
    assert application.gender == "Male"
    assert not Prediction.objects.exists()


def test_what_is_complete_is_saved_as_ready(officer_client):
    save(officer_client)

    assert LoanApplication.objects.get().status == "ready"


def test_page_says_that_it_is_saved_and_what_is_not_known_yet(officer_client):
    response = save(officer_client, education="", credit_history="")

    page = officer_client.get(response.url).content.decode()

    assert "Saved, and not scored." in page
    assert "Not known yet:</strong> education, credit history." in page
    assert "Go on and score" in page


def test_reference_is_assigned_where_none_was_typed(officer_client):
    save(officer_client, **BLANK | {"loan_amount": "90,000"}, loan_id="")

    assert LoanApplication.objects.get().loan_id.startswith("LA-")


def test_nothing_at_all_is_not_saved(officer_client):
    response = save(officer_client, **BLANK)

    assert "There is nothing to save yet." in response.content.decode()
    assert not LoanApplication.objects.exists()


def test_wrong_value_is_not_saved(officer_client):
    response = save(officer_client, loan_amount="a lot", education="")

    assert set(response.context["form"].errors) == {"loan_amount"}
    assert not LoanApplication.objects.exists()


def test_reference_that_exists_is_not_overwritten(officer_client):
    standing = builders.application(loan_id="LP001015")

    page = save(officer_client, loan_amount="90,000").content.decode()

    assert "This reference exists already" in page
    standing.refresh_from_db()
    assert standing.loan_amount == 128.0


# Going on with it


def test_saved_application_is_shown_as_it_was_typed(officer_client):
    save(officer_client, education="", loan_amount="128,500")
    application = LoanApplication.objects.get()

    page = officer_client.get(reverse("application-edit", args=[application.pk]))

    html = page.content.decode()
    assert 'value="128,500"' in html
    assert 'value="5,720"' in html
    assert "error-summary" not in html
    assert 'name="loan_id"' not in html


def test_saved_application_is_completed_and_scored(officer_client, live_version):
    save(officer_client, education="")
    application = LoanApplication.objects.get()
    form = officer_client.get(
        reverse("application-edit", args=[application.pk])
    ).context["form"]

    response = edit(
        officer_client,
        application,
        **{k: v for k, v in form.initial.items() if v},
        education="Graduate",
    )

    prediction = Prediction.objects.get()
    assert response.url == reverse("prediction-detail", args=[prediction.pk])
    assert prediction.application_id == application.pk
    assert prediction.revision == 2
    assert prediction.inputs["Education"] == "Graduate"
    assert prediction.inputs["Dependents"] == "0"
    assert LoanApplication.objects.get().status == "ready"


@pytest.mark.parametrize("income", ["0", "1,500"])
def test_co_applicant_is_answered_as_the_income_says(officer_client, officer, income):
    standing = builders.application(
        owner=officer, coapplicant_income=float(income.replace(",", ""))
    )

    page = officer_client.get(reverse("application-edit", args=[standing.pk]))

    expected = "No" if income == "0" else "Yes"
    assert page.context["form"].initial["has_coapplicant"] == expected


def test_what_was_typed_stays_where_the_application_was_decided_meanwhile(
    officer_client, officer
):
    standing = builders.application(owner=officer)
    standing.status = "withdrawn"
    standing.save()

    response = edit(officer_client, standing, loan_amount="77,000")

    assert 'value="77,000"' in response.content.decode()
    assert "cannot be changed" in response.content.decode()
    standing.refresh_from_db()
    assert standing.loan_amount == 128.0


def test_decided_application_cannot_be_changed(officer_client, officer):
    standing = builders.application(
        owner=officer, status="approved", loan_status="Y", label_source="officer"
    )

    response = officer_client.get(reverse("application-edit", args=[standing.pk]))

    assert response.url == reverse("application-detail", args=[standing.pk])


def test_application_that_does_not_exist_is_not_found(officer_client):
    for name in ("application-detail", "application-edit"):
        assert officer_client.get(reverse(name, args=[uuid4()])).status_code == 404


def test_pages_ask_who_is_not_logged_in_to_log_in(db):
    standing = builders.application()

    for name in ("application-detail", "application-edit"):
        response = Client().get(reverse(name, args=[standing.pk]))
        assert response["Location"].startswith(reverse("login"))
