"""A crawl of all that an officer can reach, for sex, marital status and dependents."""

import re
from urllib.parse import urljoin, urlsplit

from tests import builders
from tests.journeys.desk import Desk

#: Nothing else anywhere reads like these.
PLANTED = {"Gender": "Planted-Sex", "Married": "Planted-Spouse", "Dependents": "9-Kids"}
STARTS = (
    "/",
    "/applications/",
    "/files/",
    "/files/new/",
    "/admin/",
    "/api/applications",
    "/api/predictions",
    "/api/models",
    "/api/schema",
)
#: Addresses in links, forms and JSON.
ADDRESS = re.compile(r"(?:href=\"|action=\"|\"next\": ?\"|\"previous\": ?\")([^\"#]+)")
CHECKED = re.compile(r'<input[^>]*name="(gender|married|dependents)"[^>]* checked')


def crawl(desk: Desk) -> dict[str, str]:
    """Return the text of every answer to a GET that an officer can come to."""
    texts: dict[str, str] = {}
    waiting = [urljoin(desk.home, path) for path in STARTS]
    while waiting:
        url = waiting.pop()
        if url in texts or urlsplit(url).netloc != urlsplit(desk.home).netloc:
            continue
        answer = desk.page.request.get(url)
        texts[url] = answer.text()
        found = (a.replace("&amp;", "&") for a in ADDRESS.findall(texts[url]))
        waiting += [urljoin(url, address) for address in found]
    return texts


def test_what_is_stored_is_in_no_answer(desk, officer):
    for i in range(30):
        application = builders.application(
            loan_id=f"PLANTED-{i}", owner=officer, gender="Female", dependents="3+"
        )
        made = builders.prediction(
            application=application, inputs=builders.INPUTS | PLANTED
        )
        builders.explanation(made, contributions=dict.fromkeys(PLANTED, -0.01))

    texts = crawl(desk)

    assert len([url for url in texts if "/predictions/" in url]) >= 30
    assert len([url for url in texts if url.endswith("/edit/")]) >= 30
    assert any("before=" in url for url in texts)
    for url, text in texts.items():
        assert [value for value in PLANTED.values() if value in text] == [], url
        assert CHECKED.findall(text) == [], url


def test_what_was_typed_is_shown_by_no_answer_to_it(desk, page):
    answers = []
    page.on(
        "response",
        lambda answer: (
            answers.append(answer.text())
            if answer.request.is_navigation_request() and not 300 <= answer.status < 400
            else None
        ),
    )
    desk.go("/")
    desk.type(loan="a lot")
    desk.press("Score the application")
    desk.shows("There is a problem")
    page.get_by_label("Loan amount, in dollars").fill("110")
    desk.press("Score the application")
    desk.shows("Did you mean 110,000?")
    page.get_by_label("110,000 dollars").check()
    page.context.clear_cookies(name="sessionid")
    desk.press("Score the application")
    desk.enter("officer", "officer-officer")
    desk.press("Score the application")
    page.wait_for_url("**/predictions/*/")

    shown = [CHECKED.findall(text) for text in answers]
    assert len(shown) >= 5
    assert not any(shown)
