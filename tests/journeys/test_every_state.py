"""Every page in every state, for everybody and on every screen.

To come to a state takes longest, so each is come to once.
"""

import pytest
from playwright.sync_api import expect

from tests.journeys.screens import SIZES, broken_rules, overhang, show, too_small
from tests.journeys.states import STATES


@pytest.mark.parametrize("state", STATES)
def test_page_breaks_no_rule_fits_and_can_be_pressed(desk, page, state):
    STATES[state](desk)

    for scheme in ("dark", "light"):
        page.emulate_media(color_scheme=scheme)
        assert broken_rules(page) == "", scheme
    for size in SIZES:
        show(page, size)
        assert overhang(page) == 0, size
        assert too_small(page) == [], size
    show(page, "phone")
    assert broken_rules(page) == "", "phone"


def test_application_is_scored_on_a_phone(desk, page):
    show(page, "small phone")
    desk.go("/")
    desk.type()
    desk.press("Score the application")

    page.wait_for_url("**/predictions/*/")
    expect(page.locator("svg.scale")).to_be_visible()
