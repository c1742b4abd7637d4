"""Admin pages break no rule of WCAG 2.2 AA but for what the theme itself breaks."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.admin.utils import quote
from django.contrib.auth.models import Group
from django.urls import get_resolver
from playwright.sync_api import Page, expect

from predictor.models import ApiToken
from predictor.services.monitoring import counting
from tests import builders
from tests.journeys.desk import Desk
from tests.journeys.theme_violations import THEMES, Violation
from tests.promises.test_routes import addresses

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
#: Addresses that answer with no page of their own.
NO_PAGES = (
    "/admin/autocomplete",
    "/admin/jsi18n",
    "/admin/logout",
    "/admin/search",
    "/admin/r/",
    "/admin/{}",
)
#: What is asked above the page of a row: it is opened from there.
DIALOGS = ("/activate/", "/roll_back/", "/revoke/")


@pytest.fixture
def pages(live_server: Any, live_version: Any, administrator: Any) -> list[str]:
    """Return the address of every admin page, with a row of each kind."""
    keys = _rows(live_version)
    counting.count()
    found = set(addresses(get_resolver().url_patterns))
    admins = {a for a in found if a == "/admin" or a.startswith("/admin/")}
    wanted = sorted(a for a in admins if not a.startswith(NO_PAGES))
    return [_filled(address, keys) for address in wanted]


def _rows(version: Any) -> dict[str, str]:
    declined = builders.declined(override_code="policy", override_text="Words.")
    assert declined.prediction is not None
    builders.explanation(declined.prediction, reasons=builders.REASONS)
    other = builders.model_version(number=7)
    for live in (other, version):
        activation = builders.activation(version=live)
    builders.token()
    return {
        "loanapplication": str(declined.application_id),
        "prediction": str(declined.prediction_id),
        "decision": str(declined.pk),
        "modelversion": str(version.number),
        "modelactivation": str(activation.pk),
        "apitoken": quote(ApiToken.objects.get().token_key),
        "user": str(declined.decided_by_id),
        "group": str(Group.objects.all()[0].pk),
        "picture": "roc",
        "activate": str(other.number),
    }


def _filled(address: str, keys: dict[str, str]) -> str:
    parts = address.split("/")
    for place, part in enumerate(parts):
        if part == "{}":
            parts[place] = keys[_kind(parts, place)]
    return "/".join(parts) + "/"


def _kind(parts: list[str], place: int) -> str:
    """Return of which kind of row a part of an address is the key."""
    if parts[place + 1 :] == ["activate"]:
        return "activate"
    return "picture" if parts[place - 1] == "report" else parts[place - 1]


def broken(page: Page) -> set[tuple[str, str]]:
    """Return the rules that a page breaks, each with the tag that breaks it."""
    found = Axe().run(page, options={"runOnly": RULES}).response
    return {
        (violation["id"], node["html"].partition(">")[0])
        for violation in found["violations"]
        for node in violation["nodes"]
    }


def is_page(desk: Desk, address: str) -> bool:
    """Whether an address answers with a page of its own, and leads nowhere else."""
    answer = desk.page.request.get(f"{desk.home}{address}", max_redirects=0)
    kind = answer.headers.get("content-type", "")
    return answer.status == 200 and kind.startswith("text/html")


def open_dialog(desk: Desk, address: str) -> None:
    """Press what opens a dialog, on the page of the row that it is about."""
    row, name = address.rstrip("/").rsplit("/", 1)
    desk.go(f"{row}/change/")
    desk.page.locator(f"[hx-get$='/{name}/']").first.click()
    expect(desk.page.locator("#dialog")).to_be_visible()


def visit(desk: Desk, address: str) -> None:
    if address.endswith(DIALOGS):
        open_dialog(desk, address)
    else:
        desk.go(address)
    desk.page.wait_for_load_state("networkidle")


def of_the_theme(rule: str, tag: str) -> list[Violation]:
    return [known for known in THEMES if known.rule == rule and known.tag in tag]


def test_admin_page_breaks_no_rule_but_those_that_the_theme_breaks(
    page, live_server, pages
):
    desk = Desk(page, live_server.url)
    desk.log_in("boss", "boss-boss-boss", "/admin/login/")
    found: dict[tuple[str, str], tuple[str, str]] = {}
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        for address in filter(partial(is_page, desk), pages):
            visit(desk, address)
            found |= dict.fromkeys(broken(page), (scheme, address))

    ours = {fault: where for fault, where in found.items() if not of_the_theme(*fault)}
    assert ours == {}
    seen = [known for fault in found for known in of_the_theme(*fault)]
    assert set(THEMES) - set(seen) == set()
