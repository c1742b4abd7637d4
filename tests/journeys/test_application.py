"""From a client's application to its withdrawal, on its page: also without a script."""

import pytest
from playwright.sync_api import expect

from predictor.models import JournalEntry, LoanApplication, Prediction
from tests import builders
from tests.journeys.states import STATES

pytestmark = pytest.mark.usefixtures("on_each_screen")


def title(page):
    return page.locator(".timeline .what strong").first


@pytest.fixture
def application(live_version):
    """Return what a client sent, and what the model said of it."""
    made = builders.prediction(
        application=builders.application(
            loan_id="LP001015", owner=builders.person("broker")
        ),
        model_version=live_version,
    )
    return made.application


@pytest.mark.browser_context_args(java_script_enabled=False)
def test_what_a_client_sent_is_noted_on_corrected_and_scored(desk, page, application):
    desk.go(f"/applications/{application.pk}/")
    page.get_by_label("Add a note").fill("She asks for less.")
    desk.press("Keep the note")
    desk.shows("The note is kept.")

    desk.follow("Change and score again")
    desk.shows("There are answers already.")
    page.get_by_label("Loan amount, in dollars").fill("90,000")
    page.get_by_label("Why it is changed (optional)").fill("She called.")
    desk.press("Score the application")

    newest = Prediction.objects.latest("id")
    assert (newest.revision, newest.inputs["LoanAmount"]) == (2, 90.0)
    desk.follow("About this application")
    desk.shows("Loan amount: 128,000 dollars, now 90,000 dollars")
    desk.shows("She asks for less.")
    assert LoanApplication.objects.get().owner == application.owner


def test_application_is_scored_again_as_it_stands(desk, application):
    desk.go(f"/applications/{application.pk}/")

    desk.press("Score again as it stands")

    desk.shows("Scored again.")
    desk.follow("About this application")
    desk.shows("Asked again")


def test_decided_application_is_reopened_corrected_and_scored(desk, page):
    STATES["application-decided"](desk)
    desk.follow("Correct and reopen…")
    page.get_by_label("What was wrong?").fill("The amount.")
    desk.press("Look it over")
    desk.has_focus("preview")
    assert not JournalEntry.objects.exists()

    desk.press("Correct and reopen the application")

    desk.shows("Reopened. Correct it now, and score it again.")
    page.get_by_label("Loan amount, in dollars").fill("90,000")
    desk.press("Score the application")
    page.wait_for_url("**/predictions/*/")
    expect(page.get_by_role("link", name="Decline the application…")).to_be_visible()


def test_reopened_application_cannot_be_decided_on_its_old_score(desk, page):
    STATES["application-everything"](desk)

    desk.shows("The score is out of date:")
    desk.follow("Open the newest result")

    expect(page.get_by_role("link", name="Decline the application…")).to_be_hidden()


def test_application_is_withdrawn_by_keyboard_alone(desk, page):
    STATES["withdraw"](desk)
    page.get_by_label("What did the applicant say?").focus()
    page.keyboard.type("She bought elsewhere.")
    page.keyboard.press("Tab")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    desk.has_focus("preview")

    page.get_by_role("button", name="Withdraw the application").focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")

    desk.shows("Withdrawn.")
    assert LoanApplication.objects.get().status == "withdrawn"
    expect(title(page)).to_have_text("Withdrawn by the applicant")


def test_error_has_the_focus_and_leads_to_its_field(desk, page):
    STATES["withdraw-errors"](desk)

    desk.has_focus("error-summary")
    assert page.title().startswith("Error: ")
    desk.follow("Enter the answer in your words.")
    desk.has_focus("id_why")


def test_note_without_words_is_asked_for_where_the_note_is(desk):
    STATES["application-note-errors"](desk)

    desk.has_focus("error-summary")
    desk.follow("Enter a note.")
    desk.has_focus("id_text")
