"""A day at the desk: an application is typed, corrected, scored and found again."""

import pytest
from playwright.sync_api import Page, expect

from predictor.models import LoanApplication, Prediction
from predictor.services import tokens
from tests.journeys.desk import Desk
from tests.rows import row


def scored(desk: Desk) -> Prediction:
    desk.page.wait_for_url("**/predictions/*/")
    return Prediction.objects.select_related("application").latest("id")


def correct(desk: Desk) -> None:
    """Type an application with an error, correct it, and score it."""
    desk.go("/")
    desk.type(loan="a lot", education="")
    desk.press("Score the application")
    desk.shows("There is a problem")
    desk.follow("Enter the loan amount as a number, like 110,000.")
    desk.page.get_by_label("Loan amount, in dollars").fill("$ 110,000")
    desk.choose("Education", "Graduate")
    desk.press("Score the application")


def test_application_is_typed_corrected_and_found_in_list_and_admin(
    desk, administrator, browser, live_server
):
    correct(desk)
    prediction = scored(desk)

    assert desk.heading().startswith("Model suggests: ")
    desk.shows("how often officers approved similar applications; not the chance of")
    assert prediction.inputs["LoanAmount"] == 110.0
    assert prediction.inputs["Dependents"] == "3+"

    desk.go("/applications/")
    desk.page.get_by_label("Reference").fill("LP0010")
    desk.press("Search")
    desk.follow("LP001015")
    assert str(prediction.pk) in desk.page.url

    page = browser.new_page()
    admin = Desk(page, live_server.url)
    admin.log_in("boss", "boss-boss-boss", "/admin/login/")
    admin.go(f"/admin/predictor/prediction/{prediction.pk}/change/")
    expect(page.get_by_role("link", name="LP001015").first).to_be_visible()
    page.close()


def test_error_summary_takes_the_focus_and_links_to_the_fields(desk):
    desk.go("/")
    desk.type(loan="a lot", education="", property="")
    desk.press("Score the application")

    desk.shows("There is a problem")
    desk.has_focus("error-summary")
    assert desk.page.title().startswith("Error: ")
    desk.follow("Choose the education.")
    desk.has_focus("id_education_0")
    desk.follow("Enter the loan amount as a number, like 110,000.")
    desk.has_focus("id_loan_amount")
    income = desk.page.get_by_label(
        "Applicant's income, in dollars per month", exact=True
    )
    assert income.input_value() == "5,720"


@pytest.mark.browser_context_args(java_script_enabled=False)
def test_all_of_it_works_without_javascript(desk):
    correct(desk)

    prediction = scored(desk)
    assert desk.heading().startswith("Model suggests: ")
    desk.follow("All applications")
    desk.follow("LP001015")
    assert str(prediction.pk) in desk.page.url


def test_application_of_the_api_is_found_on_the_pages(desk, live_server):
    token = tokens.issue(name="broker")
    answer = desk.page.request.post(
        f"{live_server.url}/api/predict",
        data=[row(Loan_ID="FROM-API")],
        headers={"Authorization": f"Token {token}"},
    )
    assert answer.status == 200
    [sent] = answer.json()["predictions"]

    desk.go("/applications/")
    desk.follow("FROM-API")

    desk.shows("broker")
    assert sent["id"] in desk.page.url


def test_slip_is_asked_about_and_the_answer_is_taken(desk):
    desk.go("/")
    desk.type(loan="110", term="30")
    desk.press("Score the application")

    desk.shows("You entered 110. Did you mean 110,000?")
    desk.has_focus("error-summary")
    assert not LoanApplication.objects.exists()
    desk.follow("You entered 110. Did you mean 110,000?")
    desk.has_focus("id_check_loan_amount_0")
    desk.page.get_by_label("110,000 dollars").check()
    desk.page.get_by_label("30 years, which is 360 months").check()
    desk.press("Score the application")

    inputs = scored(desk).inputs
    assert (inputs["LoanAmount"], inputs["Loan_Amount_Term"]) == (110.0, 360.0)


def test_incomplete_application_is_saved_and_gone_on_with(desk):
    desk.go("/")
    desk.page.get_by_label("Loan amount, in dollars").fill("90,000")
    desk.press("Save without scoring")

    desk.shows("Saved, and not scored.")
    desk.go("/applications/?tab=incomplete&suggestion=none")
    desk.follow(LoanApplication.objects.get().loan_id)
    desk.follow("Go on and score")
    box = desk.page.get_by_label("Loan amount, in dollars")
    assert box.input_value() == "90,000"
    for label, text in (
        ("Term, in months", "360"),
        ("Applicant's income, in dollars per month", "5,720"),
    ):
        desk.page.get_by_label(label, exact=True).fill(text)
    for question, answer in (
        ("Credit history", "Meets the guidelines"),
        ("Education", "Graduate"),
        ("Is there a co-applicant?", "No"),
        ("Property area", "Rural"),
    ):
        desk.choose(question, answer)
    desk.press("Score the application")

    assert scored(desk).application.loan_amount == 90.0


def test_form_survives_the_end_of_the_login(desk, page: Page):
    desk.go("/")
    desk.type()
    page.context.clear_cookies(name="sessionid")
    desk.press("Score the application")

    desk.shows("Your login has ended")
    desk.enter("officer", "officer-officer")
    desk.shows("Here is what you typed")
    box = page.get_by_label("Loan amount, in dollars")
    assert box.input_value() == "110,000"
    assert not Prediction.objects.exists()
    desk.press("Score the application")

    assert scored(desk).inputs["Dependents"] == "3+"


def test_page_that_is_older_than_the_login_keeps_what_was_typed(desk, page: Page):
    desk.go("/")
    desk.type()
    other = Desk(page.context.new_page(), desk.home)
    page.context.clear_cookies(name="sessionid")
    other.log_in("officer", "officer-officer")
    desk.press("Score the application")

    desk.shows("Here is what you typed")
    assert page.get_by_label("Term, in months").input_value() == "360"
