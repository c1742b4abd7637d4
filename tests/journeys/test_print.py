"""On paper: black on white, nothing to press, and the letter by itself."""

import pytest
from playwright.sync_api import expect

from tests.journeys.screens import overhang
from tests.journeys.states import STATES

#: State → what its paper has to have.
PRINTED = {
    "result-approve": ("h1 .suggestion", ".probability strong", "svg.scale"),
    "result-decline": (".reasons", ".waterfall"),
    "application": ("dl",),
    "application-decided": ("dl", "table"),
    "decline-preview": ("#preview .reasons",),
    "application-everything": ("dl", "table"),
    "application-history": ("h1",),
    "decision": ("dl",),
    "queue": ("table", "thead", ".suggestion"),
    "queue-all": ("table", "thead"),
    "file-done": ("dl",),
    "letter": ("article.letter",),
    "letter-sent": ("article.letter",),
}
TO_PRESS = """() => [...document.querySelectorAll(
    'nav, header, footer, form:not(:has(table)), button, input, select, textarea, '
    + '.button, .skip-link')]
  .filter(e => e.checkVisibility()).map(e => e.outerHTML.slice(0, 80))"""
#: Colours of texts and grounds that are seen, but for black, white and none.
COLOURS = r"""() => [...new Set([...document.querySelectorAll('body, body *')]
  .filter(e => e.checkVisibility())
  .flatMap(e => [getComputedStyle(e).color, getComputedStyle(e).backgroundColor]))]
  .filter(c => !/^rgb\((0, 0, 0|255, 255, 255)\)$|^rgba\(0, 0, 0, 0\)$/.test(c))"""
#: Addresses that a style sheet writes behind links.
WRITTEN = """() => [...document.querySelectorAll('a')]
  .map(e => getComputedStyle(e, '::after').content).filter(c => c !== 'none')"""


@pytest.mark.parametrize("state", PRINTED)
def test_paper_has_what_was_said_and_nothing_to_press(desk, page, state):
    page.set_viewport_size({"width": 700, "height": 1000})
    STATES[state](desk)

    for scheme in ("light", "dark"):
        page.emulate_media(media="print", color_scheme=scheme)
        for wanted in PRINTED[state]:
            expect(page.locator(wanted).first).to_be_visible()
        assert page.evaluate(TO_PRESS) == [], scheme
        assert page.evaluate(COLOURS) == [], scheme
        assert page.evaluate(WRITTEN) == [], scheme
        assert overhang(page) == 0, scheme


def test_letter_on_paper_is_the_letter_and_nothing_else(desk, page):
    STATES["letter"](desk)

    page.emulate_media(media="print")

    text = page.locator("body").inner_text()
    assert text.strip().startswith("Example Lender")
    assert "days left" not in text


def test_what_if_is_no_part_of_a_result_on_paper(desk, page):
    STATES["result-what-if"](desk)

    page.emulate_media(media="print")

    assert "What if" not in page.locator("main").inner_text().split("About this")[0]
