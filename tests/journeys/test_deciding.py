"""From a score to the letter: without a script, and by keyboard alone."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from predictor.models import Decision, LoanApplication
from predictor.models.roles import Role
from tests import builders
from tests.journeys.states import STATES

pytestmark = pytest.mark.usefixtures("on_each_screen")


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


# The other verdicts


@pytest.mark.browser_context_args(java_script_enabled=False)
def test_main_job_is_done_without_a_script(desk, page):
    desk.go("/")
    desk.type()
    desk.press("Score the application")
    desk.shows("Model suggests")
    desk.follow("Approve the application…")
    if page.get_by_label("In your words", exact=True).count():
        page.get_by_label("A rule of the lender", exact=False).check()
        page.get_by_label("In your words", exact=True).fill("Known for years.")
        desk.press("Look it over")

    desk.press("Approve the application")

    expect(page.locator("article.letter")).to_contain_text(
        "We approve your application."
    )
    assert LoanApplication.objects.get().status == "approved"


def test_officer_offers_other_terms_and_then_says_what_came_of_it(desk, page):
    STATES["counter-offer-preview"](desk)
    desk.has_focus("preview")
    desk.press("Make a counter-offer")
    expect(page.locator("article.letter")).to_contain_text(
        "We can offer you a loan of $90,000 over 360 months instead."
    )

    desk.follow("Counter-offer")
    desk.follow("The offer was accepted: approve…")
    desk.choose("On which terms is it approved?", "As offered: $90,000 over 360 months")
    page.get_by_label("What came of the counter-offer?").fill("She accepted it.")
    desk.choose("Why do you decide against the model?", "Something else")
    page.get_by_label("In your words", exact=True).fill("It is safe at that amount.")
    desk.press("Look it over")
    desk.shows("The letter would approve what was offered")
    desk.press("Approve the application")

    expect(page.locator("article.letter")).to_contain_text("that we offered")
    assert LoanApplication.objects.get().status == "approved"
    assert Decision.objects.count() == 2


def test_officer_reverses_a_decision_and_both_stay(desk, page):
    STATES["reversal"](desk)
    first = Decision.objects.get()
    page.get_by_label("Why does this decision take the place", exact=False).fill(
        "A payslip came."
    )
    desk.choose("Why do you decide against the model?", "Something else")
    page.get_by_label("In your words", exact=True).fill("A payslip.")
    desk.press("Look it over")
    desk.press("Approve the application")

    desk.shows("Print the letter")
    desk.go(reverse("decision", args=[first.pk]))
    desk.shows("Replaced by another decision.")
    desk.follow("The decision in its place")
    desk.shows("Because: A payslip came.")


def test_second_officer_confirms_what_the_first_one_decided(desk, page, settings):
    settings.SECOND_OFFICER_ABOVE = 50_000
    STATES["decline"](desk)
    for box in page.locator("#id_confirmed input").all():
        box.check()
    desk.press("Look it over")
    desk.press("Decline the application")
    desk.shows("another officer has to confirm it")
    decision = Decision.objects.get()
    expect(page.get_by_role("button", name="Confirm the decision")).to_have_count(0)

    builders.person_as(Role.LOAN_OFFICER, "otto", "otto-otto-otto")
    desk.press("Log out")
    desk.log_in("otto", "otto-otto-otto", f"/login/?next=/decisions/{decision.pk}/")
    page.get_by_label("What do you say to it?").fill("Checked.")
    desk.press("Confirm the decision")

    desk.shows("Confirmed: the decision is in effect.")
    desk.follow("Letter to the applicant")
    expect(page.locator("article.letter")).to_be_visible()
    assert LoanApplication.objects.get().status == "declined"


def test_officer_says_what_they_think_before_the_score_is_shown(desk, page, settings):
    settings.BLIND_SHARE = 1.0
    desk.go("/")
    desk.type()
    desk.press("Score the application")

    assert desk.heading() == "What do you think of it?"
    expect(page.locator("main")).not_to_contain_text("suggests")
    desk.choose("What would you decide?", "Approve")
    desk.press("Record it and go on")

    desk.shows("Your first view is recorded.")
    desk.shows("Model suggests")
