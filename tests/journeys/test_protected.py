"""What was typed of sex, marital status and dependents comes back on no page.

What is stored is looked for by ``tests/web/crawl/``.
"""

import re

CHECKED = re.compile(r'<input[^>]*name="(gender|married|dependents)"[^>]* checked')


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
