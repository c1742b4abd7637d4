"""Thirty applications by the keyboard alone."""

import pytest
from playwright.sync_api import Page

from predictor.models import Prediction

#: The stops of the form, in the order of the keyboard: a text to type, or how often an
#: arrow goes on from the first answer.
STOPS = (
    ("loan_id", "LP-{number:03}"),
    ("loan_amount", "{amount}"),
    ("loan_amount_term", "360"),
    ("credit_history", 0),
    ("education", 1),
    ("self_employed", 1),
    ("applicant_income", "5,720"),
    ("has_coapplicant", 1),
    ("coapplicant_income", ""),
    ("property_area", 2),
    ("gender", 1),
    ("married", 1),
    ("dependents", 3),
)
MANY = 30
FOCUS = """() => {
    const e = document.activeElement, s = getComputedStyle(e);
    return {
        name: e.name || e.textContent.trim(),
        seen: s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2,
    };
}"""


def go_on(page: Page, name: str) -> None:
    """Go to the next stop, which is that one, and can be seen to have the focus."""
    page.keyboard.press("Tab")
    assert page.evaluate(FOCUS) == {"name": name, "seen": True}


def fill_in(page: Page, number: int) -> None:
    for name, wanted in STOPS:
        go_on(page, name)
        if isinstance(wanted, int):
            page.keyboard.press("Space")
            for _ in range(wanted):
                page.keyboard.press("ArrowDown")
        else:
            page.keyboard.type(wanted.format(number=number, amount=90_000 + number))
    go_on(page, "action")


def reach(page: Page, name: str) -> None:
    """Go on with the tabulator until something of that name has the focus."""
    for _ in range(20):
        page.keyboard.press("Tab")
        if page.evaluate(FOCUS)["name"] == name:
            return
    pytest.fail(f"{name} cannot be reached.")


def test_thirty_applications_are_typed_by_the_keyboard_alone(desk, page):
    desk.go("/")
    reach(page, "Log out")

    for number in range(MANY):
        fill_in(page, number)
        with page.expect_navigation():
            page.keyboard.press("Enter")
        assert desk.heading().startswith("Model suggests: ")
        reach(page, "Score another application")
        with page.expect_navigation():
            page.keyboard.press("Enter")
        reach(page, "Log out")

    stored = list(Prediction.objects.order_by("id").select_related("application"))
    numbers = range(MANY)
    assert [p.application.loan_id for p in stored] == [f"LP-{n:03}" for n in numbers]
    assert [p.inputs["LoanAmount"] for p in stored] == [90 + n / 1000 for n in numbers]
    assert {p.inputs["Property_Area"] for p in stored} == {"Rural"}
    assert {p.inputs["Dependents"] for p in stored} == {"3+"}
    assert {p.inputs["CoapplicantIncome"] for p in stored} == {0.0}


def test_summary_is_left_by_the_keyboard_for_the_field(desk, page):
    desk.go("/")
    page.get_by_label("Loan amount, in dollars").fill("a lot")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    desk.has_focus("error-summary")

    reach(page, "Enter the loan amount as a number, like 110,000.")
    page.keyboard.press("Enter")

    desk.has_focus("id_loan_amount")


def test_main_content_is_one_key_away(desk, page):
    desk.go("/applications/")
    page.keyboard.press("Tab")
    assert page.evaluate(FOCUS) == {"name": "Skip to the main content", "seen": True}
    page.keyboard.press("Enter")

    desk.has_focus("main")
