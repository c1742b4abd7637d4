"""What a person does at the pages, in a person's words."""

from __future__ import annotations

from typing import Any, Final

from playwright.sync_api import Page, expect

#: What an officer types, by the label of the box or of the question.
BOXES: Final = {
    "Reference (optional)": "LP001015",
    "Loan amount, in dollars": "110,000",
    "Term, in months": "360",
    "Applicant's income, in dollars per month": "5,720",
    "Co-applicant's income, in dollars per month": "1 500",
}
ANSWERS: Final = {
    "Credit history": "Meets the guidelines",
    "Education": "Graduate",
    "Self-employed": "No",
    "Is there a co-applicant?": "Yes",
    "Property area": "Urban",
    "Sex": "Female",
    "Married": "No",
    "Dependents": "3+",
}


class Desk:
    """The officers' pages in one tab."""

    def __init__(self, page: Page, home: str, settings: Any = None) -> None:
        self.page = page
        self.home = home
        #: Those of the server, for a state that needs others.
        self.settings = settings

    def go(self, path: str) -> None:
        """Open a page."""
        self.page.goto(f"{self.home}{path}")

    def log_in(self, username: str, password: str, path: str = "/login/") -> None:
        """Log in on a page that asks for it."""
        self.go(path)
        self.enter(username, password)

    def enter(self, username: str, password: str) -> None:
        """Fill in the login form that is shown, and wait for the page behind it."""
        self.page.locator("#id_username").fill(username)
        self.page.locator("#id_password").fill(password)
        with self.page.expect_navigation():
            self.page.locator("#id_password").press("Enter")

    def press(self, name: str) -> None:
        """Press a button and wait for the page behind it: each button sends a form."""
        with self.page.expect_navigation():
            self.page.get_by_role("button", name=name, exact=True).click()

    def follow(self, name: str) -> None:
        """Follow a link."""
        self.page.get_by_role("link", name=name, exact=True).first.click()

    def type(self, **changes: str) -> None:
        """Fill in the form: every box and answer, but for the changes.

        A change is named by the beginning of its label, in small letters.
        """
        for label, text in BOXES.items():
            self.page.get_by_label(label, exact=True).fill(
                _changed(changes, label, text)
            )
        for question, answer in ANSWERS.items():
            chosen = _changed(changes, question, answer)
            if chosen:
                self.choose(question, chosen)

    def choose(self, question: str, answer: str) -> None:
        """Choose an answer of a question."""
        group = self.page.get_by_role("radiogroup", name=question, exact=True)
        group.get_by_label(answer, exact=True).check()

    def heading(self) -> str:
        """Return the page's heading in one line."""
        return " ".join(self.page.locator("h1").inner_text().split())

    def shows(self, text: str) -> None:
        """Wait until the page shows a text."""
        expect(self.page.locator("main")).to_contain_text(text)

    def has_focus(self, id_: str) -> None:
        """Wait until what has that id has the focus."""
        expect(self.page.locator(f"[id='{id_}']")).to_be_focused()


def _changed(changes: dict[str, str], label: str, usual: str) -> str:
    word = label.split()[0].lower().replace("-", "").replace("'s", "").strip(",")
    return changes.get(word, usual)
