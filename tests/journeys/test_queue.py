"""The queue in a browser: found, narrowed, claimed and taken from."""

import pytest
from playwright.sync_api import expect

from predictor.models import LoanApplication
from tests.journeys.states import STATES

pytestmark = pytest.mark.usefixtures("on_each_screen")


def claimed(desk):
    return LoanApplication.objects.filter(assignee__username="officer").count()


def test_queue_is_narrowed_reloaded_paged_and_cleared(desk, page):
    STATES["queue"](desk)
    page.get_by_text("Filter and order").click()
    page.get_by_label("Claimed by").select_option("Nobody")
    page.get_by_label("Order by").select_option("Received")
    desk.press("Apply")

    rows = page.locator("tbody tr")
    expect(rows).to_have_count(16)
    page.reload()
    expect(rows).to_have_count(16)
    assert page.get_by_label("Order by").input_value() == "received"
    desk.follow("Clear filters")
    expect(rows).to_have_count(25)
    desk.follow("Next page")
    expect(rows).to_have_count(5)
    desk.follow("Previous page")
    expect(rows).to_have_count(25)


def test_tabs_tell_how_much_waits(desk, page):
    STATES["queue"](desk)

    tabs = page.get_by_role("navigation", name="What waits")
    expect(tabs.get_by_role("link", name="To decide 30")).to_be_visible()
    tabs.get_by_role("link", name="Counter-offers 1").click()

    expect(page.locator("tbody tr")).to_have_count(1)
    desk.shows("Letter not sent")


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_several_are_claimed_at_once(desk, browser, page, scripts, live_server):
    STATES["queue"](desk)
    context = browser.new_context(
        java_script_enabled=scripts, storage_state=page.context.storage_state()
    )
    before, tab = claimed(desk), context.new_page()
    tab.goto(f"{live_server.url}/applications/")
    for box in tab.get_by_role("checkbox").all()[:3]:
        box.check()
    tab.get_by_role("button", name="Claim the selected").click()

    expect(tab.get_by_text("3 applications are yours now.")).to_be_visible()
    assert claimed(desk) == before + 3
    context.close()


def test_next_application_is_the_one_that_is_due_first(desk, page):
    STATES["queue"](desk)
    due_first = page.locator("tbody tr", has=page.get_by_role("checkbox")).first
    reference = due_first.get_by_role("link").inner_text()

    desk.press("Next application")

    page.wait_for_url("**/predictions/*/")
    desk.shows(reference)


def test_overview_leads_to_what_waits(desk, page):
    STATES["overview"](desk)
    page.get_by_text("The same as a table").click()
    expect(page.get_by_role("table", name="Decisions by the day")).to_be_visible()

    page.get_by_role("link", name="Letters to send").click()

    expect(page.locator(".tabs [aria-current]")).to_contain_text("Letters to send")
