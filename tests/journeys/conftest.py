"""A real browser; a journey fails for whatever the browser complains of."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request

from tests.journeys.desk import Desk

# Playwright's loop runs in the thread of the tests, and Django would refuse it the ORM.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

MOST_BYTES = 150_000  # of an officers' page with all that it loads
_FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@pytest.fixture(scope="session")
def browser_type_launch_args(
    browser_type_launch_args: dict[str, Any],
) -> dict[str, Any]:
    """Start the Chromium that bin/test found."""
    path = os.environ.get("CHROMIUM") or shutil.which("chromium")
    if not path:
        pytest.fail("There is no Chromium: apt install chromium, or set CHROMIUM.")
    ours = {"args": list(_FLAGS), "executable_path": path}
    return browser_type_launch_args | ours


@pytest.fixture
def officer(live_server: Any, officer: User) -> User:
    """Return the loan officer, in a database that the server sees."""
    return officer


class Watch:
    """Collects what went wrong on the pages of a browser, and what they weighed."""

    def __init__(self, context: BrowserContext, home: str) -> None:
        self.faults: list[str] = []
        self.home = home
        self.weights: dict[str, int] = {}
        context.on("page", self._page)
        context.on("request", self._request)
        context.on("requestfinished", self._finished)

    def _page(self, page: Page) -> None:
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.faults.append(f"error: {error}"))

    def _console(self, message: ConsoleMessage) -> None:
        # Chromium repeats each status from 400 on as an error of its own.
        if message.type == "error" and "Failed to load resource" not in message.text:
            self.faults.append(f"console: {message.text}")

    def _request(self, request: Request) -> None:
        url = urlsplit(request.url)
        if url.scheme != "data" and f"{url.scheme}://{url.netloc}" != self.home:
            self.faults.append(f"another host: {request.url}")

    def _finished(self, request: Request) -> None:
        if urlsplit(request.url).path.startswith("/admin"):
            return
        sizes = request.sizes()
        weight = sizes["responseBodySize"] + sizes["responseHeadersSize"]
        if request.is_navigation_request():
            self.weights[request.frame.page.url] = weight
        elif request.frame.page.url in self.weights:
            self.weights[request.frame.page.url] += weight

    def heavy(self) -> list[str]:
        return [url for url, weight in self.weights.items() if weight > MOST_BYTES]


@pytest.fixture
def context(context: BrowserContext, live_server: Any) -> Iterator[BrowserContext]:
    """Return a browser that is watched; the journey fails for what was seen."""
    context.set_default_timeout(20_000)
    watch = Watch(context, live_server.url)
    yield context
    assert watch.faults == []
    assert watch.heavy() == []


@pytest.fixture(params=["desktop", "phone"])
def on_each_screen(request: pytest.FixtureRequest, page: Page) -> None:
    """Let a journey be made on a desktop, and once more on a phone."""
    if request.param == "phone":
        page.set_viewport_size({"width": 360, "height": 760})


@pytest.fixture
def desk(
    page: Page, live_server: Any, officer: User, live_version: Any, settings: Any
) -> Desk:
    """Return the officer's desk, logged in."""
    desk = Desk(page, live_server.url, settings)
    desk.log_in("officer", "officer-officer")
    return desk
