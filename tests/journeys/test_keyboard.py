"""Thirty applications by the keyboard alone: typed, scored and decided."""

import pytest
from playwright.sync_api import Page

from predictor.models import Decision, Prediction
from tests.journeys.desk import Desk

#: The stops of the form, in the order of the keyboard: a text to type, or how often an
#: arrow goes on from the first answer; None is passed by.
STOPS = (
    ("What counts? The loan", None),
    ("loan_id", "LP-{number:03}"),
    ("loan_amount", "{amount}"),
    ("loan_amount_term", "360"),
    ("What counts? The applicant", None),
    ("credit_history", lambda number: number // 2 % 2),
    ("education", 1),
    ("self_employed", 1),
    ("What counts? Incomes", None),
    ("applicant_income", "5,720"),
    ("has_coapplicant", 1),
    ("coapplicant_income", ""),
    ("What counts? The property", None),
    ("property_area", 2),
    ("What counts? Monitoring information, not used for the score", None),
    ("gender", 1),
    ("married", 1),
    ("dependents", 3),
)
MANY = 30
#: What is done with one after the other, with the model and against it: the link of the
#: result without its dots is the button behind the preview.
DECIDED = ("Approve the application…", "Decline the application…")
FOCUS = """() => {
    const e = document.activeElement, s = getComputedStyle(e);
    return {
        name: (e.tagName !== 'BUTTON' && e.name) || e.textContent.trim(),
        seen: s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2,
    };
}"""


def go_on(page: Page, name: str) -> None:
    """Go to the next stop, which is that one, and can be seen to have the focus."""
    page.keyboard.press("Tab")
    assert page.evaluate(FOCUS) == {"name": name, "seen": True}


def fill_in(page: Page, number: int) -> None:
    for name, stop in STOPS:
        go_on(page, name)
        wanted = stop(number) if callable(stop) else stop
        if isinstance(wanted, int):
            page.keyboard.press("Space")
            for _ in range(wanted):
                page.keyboard.press("ArrowDown")
        elif wanted:
            page.keyboard.type(wanted.format(number=number, amount=90_000 + number))
    go_on(page, "Score the application")


def stops(page: Page):
    """Go on with the tabulator; yield what has the focus, and can be seen to."""
    for _ in range(40):
        page.keyboard.press("Tab")
        focus = page.evaluate(FOCUS)
        assert focus["seen"], f"The focus on {focus['name']} is not seen."
        yield focus["name"]


def reach(page: Page, name: str) -> None:
    """Go on until something of that name has the focus."""
    if name not in stops(page):
        pytest.fail(f"{name} cannot be reached.")


def press(page: Page, name: str) -> None:
    """Reach a link or a button, and wait for the page behind it."""
    reach(page, name)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def give_reasons(page: Page) -> None:
    """Answer what the form asks: the model's reasons hold, or why it is wrong."""
    answered = set()
    for name in stops(page):
        if name == "Look it over":
            break
        if name == "confirmed" or (name not in answered and name in CHOSEN):
            page.keyboard.press("Space")
        elif name == "override_text":
            page.keyboard.type("A visit to the employer.")
        answered.add(name)
    with page.expect_navigation():
        page.keyboard.press("Enter")


#: Of these questions the first answer is taken.
CHOSEN = ("codes", "override_code")


def decide(desk: Desk, page: Page, number: int) -> None:
    link = DECIDED[number % len(DECIDED)]
    press(page, link)
    if not page.locator("#preview").count():
        give_reasons(page)
    desk.has_focus("preview")
    press(page, link.rstrip("…"))
    assert desk.heading() == "Letter to the applicant"


def test_thirty_applications_are_typed_and_decided_by_the_keyboard_alone(desk, page):
    desk.go("/")

    for number in range(MANY):
        reach(page, "Log out")
        fill_in(page, number)
        with page.expect_navigation():
            page.keyboard.press("Enter")
        assert desk.heading().startswith("Model suggests: ")
        decide(desk, page, number)
        press(page, "Score an application")

    stored = list(Prediction.objects.order_by("id").select_related("application"))
    numbers = range(MANY)
    assert [p.application.loan_id for p in stored] == [f"LP-{n:03}" for n in numbers]
    assert [p.inputs["LoanAmount"] for p in stored] == [90 + n / 1000 for n in numbers]
    assert {p.inputs["Property_Area"] for p in stored} == {"Rural"}
    assert {p.inputs["Dependents"] for p in stored} == {"3+"}
    assert {p.inputs["CoapplicantIncome"] for p in stored} == {0.0}
    decided = Decision.objects.order_by("id").values_list("prediction_id", flat=True)
    assert list(decided) == [p.pk for p in stored]


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
