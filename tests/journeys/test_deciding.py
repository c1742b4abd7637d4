"""From a score to the letter: without a script, and by keyboard alone."""

import pytest
from playwright.sync_api import expect

from predictor.models import Decision, LoanApplication
from tests.journeys.states import STATES


@pytest.mark.browser_context_args(java_script_enabled=False)
def test_officer_declines_sees_the_letter_and_records_that_it_was_sent(desk, page):
    STATES["result-decline"](desk)
    desk.follow("Decline the application…")
    for box in page.locator("#id_confirmed input").all():
        box.check()
    page.get_by_label("The income could not be verified.").check()
    desk.press("Look it over")
    assert not Decision.objects.exists()

    desk.press("Decline the application")

    decision = Decision.objects.get()
    expect(page.locator("article.letter")).to_contain_text(decision.reasons[0]["text"])
    expect(page.locator("article.letter")).to_contain_text("could not be verified")
    desk.press("Record that it was sent")
    desk.shows("recorded by officer")
    assert LoanApplication.objects.get().notified_at is not None


def test_error_has_the_focus_and_leads_to_its_field(desk, page):
    STATES["decline-errors"](desk)

    desk.has_focus("error-summary")
    page.locator("#error-summary a").first.click()

    desk.has_focus("id_left_out_because")


def test_reasons_are_chosen_and_sent_by_keyboard_alone(desk, page):
    STATES["decline-against"](desk)
    page.locator("#id_codes_0").focus()

    page.keyboard.press("Space")
    page.locator("#id_override_code_1").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.type("A visit to the employer.")
    page.keyboard.press("Tab")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    desk.has_focus("preview")
    page.get_by_role("button", name="Decline the application").focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")

    assert Decision.objects.get().override_code == "facts"


def test_enter_in_a_box_decides_nothing(desk, page):
    STATES["decline"](desk)
    for box in page.locator("#id_confirmed input").all():
        box.check()
    other = page.get_by_label("Another reason", exact=False)
    other.fill("Half a sen")

    with page.expect_navigation():
        other.press("Enter")

    desk.shows("The letter would give these reasons")
    assert not Decision.objects.exists()
