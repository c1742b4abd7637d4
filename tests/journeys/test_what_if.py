"""The what-if panel: at once where there is a script, else by its button."""

import pytest
from playwright.sync_api import expect

from predictor.models import DryRun, Prediction
from tests.journeys.states import STATES

ANSWER = "#what-if-answer"


def test_the_answer_moves_as_soon_as_an_amount_is_changed(desk, page):
    STATES["result-decline"](desk)
    address, heading = page.url, desk.heading()
    amount = page.get_by_label("Loan amount, in dollars")

    amount.fill("40,000")
    amount.press("Tab")

    expect(page.locator(ANSWER)).to_contain_text("The model would suggest")
    first = page.locator(ANSWER).inner_text()
    amount.fill("30,000")
    page.get_by_role("button", name="Try", exact=True).click()
    expect(page.locator(ANSWER)).not_to_have_text(first, use_inner_text=True)
    assert (page.url, desk.heading()) == (address, heading)
    assert Prediction.objects.count() == 1
    assert DryRun.objects.filter(application__loan_id="LP001015").count() == 2


def test_what_cannot_be_is_said_and_the_page_stays(desk, page):
    STATES["result-approve"](desk)
    term = page.get_by_label("Term, in months")

    term.fill("1000")
    term.press("Enter")

    expect(page.locator(ANSWER)).to_contain_text("at most 600 months")
    expect(term).to_have_value("1000")


def test_where_no_answer_comes_that_is_said_and_can_be_tried_again(desk, page):
    STATES["result-decline"](desk)
    page.get_by_label("Term, in months").fill("240")
    page.route("**/what-if/", lambda route: route.abort())

    page.get_by_role("button", name="Try", exact=True).click()
    expect(page.locator(ANSWER)).to_contain_text("Try again")
    page.unroute("**/what-if/")
    page.get_by_role("button", name="Try", exact=True).click()

    expect(page.locator(ANSWER)).to_contain_text("The model would suggest")


def test_after_the_end_of_the_session_the_login_is_shown(desk, page):
    STATES["result-approve"](desk)
    page.context.clear_cookies(name="sessionid")

    page.get_by_label("Term, in months").fill("120")
    page.get_by_role("button", name="Try", exact=True).click()

    expect(page.locator("#id_username")).to_be_visible()


@pytest.mark.browser_context_args(java_script_enabled=False)
def test_without_a_script_the_button_answers(desk, page):
    STATES["result-decline"](desk)
    page.get_by_label("Loan amount, in dollars").fill("40,000")

    desk.press("Try")

    expect(page.locator(ANSWER)).to_contain_text("The model would suggest")
    expect(page.get_by_label("Loan amount, in dollars")).to_have_value("40,000")
