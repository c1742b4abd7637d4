"""The form of an application that somebody else sent."""

import re

import pytest
from django.urls import reverse

from predictor.models import JournalEntry, LoanApplication, Prediction
from predictor.services.desk import correcting
from tests import builders


@pytest.fixture
def standing(db):
    return builders.application(
        owner=builders.person("broker"), gender="Female", dependents="3+"
    )


def address(application):
    return reverse("application-edit", args=[application.pk])


def opened(client, application):
    """Return what the form carries when it is opened."""
    page = client.get(address(application))
    return {k: v for k, v in page.context["form"].initial.items() if v}


@pytest.mark.usefixtures("live_version")
def test_officer_corrects_what_somebody_else_sent(officer_client, officer, standing):
    form = opened(officer_client, standing)

    response = officer_client.post(
        address(standing), form | {"loan_amount": "90,000", "why": "As she says."}
    )

    made = Prediction.objects.get()
    assert response.url == reverse("prediction-detail", args=[made.pk])
    changed = LoanApplication.objects.get()
    assert (changed.loan_amount, changed.owner) == (90.0, standing.owner)
    assert (changed.gender, changed.dependents) == ("Female", "3+")
    entry = JournalEntry.objects.get()
    assert (entry.text, entry.written_by) == ("As she says.", officer)


def test_correction_is_saved_without_a_score(officer_client, standing):
    form = opened(officer_client, standing) | {"loan_amount": "", "action": "save"}

    officer_client.post(address(standing), form)

    assert LoanApplication.objects.get().status == "incomplete"
    assert JournalEntry.objects.get().kind == "corrected"
    assert not Prediction.objects.exists()


def test_answers_in_confidence_are_kept_and_not_shown(officer_client, standing):
    page = officer_client.get(address(standing)).content.decode()

    assert "There are answers already" in page
    assert not re.search(r'name="(gender|married|dependents)"[^>]* checked', page)


@pytest.mark.parametrize("action", ["score", "save"])
@pytest.mark.parametrize("answer", ["Female", "Male"])
@pytest.mark.usefixtures("live_version")
def test_answer_given_once_more_does_not_tell_what_stood_there(
    officer_client, standing, answer, action
):
    form = opened(officer_client, standing) | {"gender": answer, "action": action}

    officer_client.post(address(standing), form)

    changed = LoanApplication.objects.get()
    assert (changed.gender, changed.dependents) == (answer, "3+")
    assert changed.revision == 2
    assert JournalEntry.objects.get().kind == "corrected"


@pytest.mark.parametrize("seen", ["9" * 5_000, "x", "-1", "٣"])
def test_revision_that_nobody_can_have_seen_overwrites_nothing(
    officer_client, standing, seen
):
    form = opened(officer_client, standing) | {"loan_amount": "90,000", "seen": seen}

    page = officer_client.post(address(standing), form | {"action": "save"})

    assert "Somebody has changed" in page.content.decode()
    assert LoanApplication.objects.get().revision == 1


@pytest.mark.parametrize("answer", ["Female", "Male"])
def test_nor_does_one_that_comes_too_late(officer_client, standing, answer):
    form = opened(officer_client, standing) | {"gender": answer, "action": "save"}
    officer_client.post(address(standing), form)

    page = officer_client.post(address(standing), form).content.decode()

    assert "Somebody has changed" in page
    assert LoanApplication.objects.get().revision == 2


@pytest.mark.parametrize("answer", ["Female", "Male"])
def test_nor_does_a_reference_that_a_page_never_assigned(
    officer_client, standing, answer
):
    form = opened(officer_client, standing) | {"assigned": standing.loan_id}

    sent = form | {"gender": answer, "dependents": "3+", "action": "save"}
    page = officer_client.post(reverse("application-new"), sent)

    assert page.status_code == 200
    assert "This form was sent before, with other answers" in page.content.decode()


@pytest.mark.usefixtures("live_version")
def test_change_that_others_made_meanwhile_is_pointed_out_once(
    officer_client, standing
):
    form = opened(officer_client, standing) | {"loan_amount": "90,000"}
    other = standing.as_applicant() | {"ApplicantIncome": 1_000.0}
    correcting.keep(standing.pk, other, by=builders.person("colleague"), request_id="r")

    page = officer_client.post(address(standing), form)

    html = page.content.decode()
    assert "Somebody has changed the application since" in html
    assert 'value="90,000"' in html
    assert not Prediction.objects.exists()
    officer_client.post(address(standing), form | {"seen": hidden(html, "seen")})
    assert LoanApplication.objects.get().loan_amount == 90.0


def hidden(html, name):
    [value] = re.findall(rf'name="{name}" value="([^"]*)"', html)
    return value


def test_new_application_is_not_asked_why(officer_client):
    page = officer_client.get(reverse("application-new")).content.decode()

    assert 'name="why"' not in page
    assert 'name="seen"' not in page
