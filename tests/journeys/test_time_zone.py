"""The browser tells its zone by itself; without a script it is the lender's."""

import pytest

from tests.journeys.states import STATES


@pytest.mark.browser_context_args(timezone_id="Asia/Tokyo")
def test_times_are_those_of_the_browser_from_the_first_page_on(desk, page):
    STATES["application"](desk)
    desk.shows(" JST")


@pytest.mark.browser_context_args(timezone_id="Asia/Tokyo", java_script_enabled=False)
def test_without_a_script_the_zone_is_chosen_by_hand(desk, page):
    STATES["application"](desk)
    desk.shows(" UTC")

    desk.follow("Settings")
    page.get_by_label("Time zone").select_option("Pacific/Honolulu")
    desk.press("Save")

    desk.shows("Your settings are saved.")
    desk.shows(" HST")
