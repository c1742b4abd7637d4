"""On a phone, and enlarged."""

import pytest
from playwright.sync_api import expect

from tests.journeys.states import STATES

#: 640 px wide is what 200 % zoom leaves of 1,280.
SIZES = {"small phone": (320, 568), "phone": (390, 844), "200 % zoom": (640, 512)}
#: What can be pressed, unless it stands in a line of text, and how large it is.
SMALL = """() => [...document.querySelectorAll(
    'button, select, input:not([type=hidden]), .button, nav a, .site-name')]
  .map(e => {
    const own = e.matches('[type=radio], [type=checkbox]') ? e.closest('label') : e;
    const r = own.getBoundingClientRect();
    return [e.id || e.textContent.trim(), r.width, r.height];
  })
  .filter(([name, width, height]) => width && (width < 24 || height < 44))"""
WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("state", STATES)
def test_page_fits_and_can_be_pressed(desk, page, state, size):
    width, height = SIZES[size]
    STATES[state](desk)

    page.set_viewport_size({"width": width, "height": height})

    assert page.evaluate(WIDER) == 0
    assert page.evaluate(SMALL) == []


def test_application_is_scored_on_a_phone(desk, page):
    page.set_viewport_size({"width": 320, "height": 568})
    desk.go("/")
    desk.type()
    desk.press("Score the application")

    page.wait_for_url("**/predictions/*/")
    expect(page.locator("svg.scale")).to_be_visible()
