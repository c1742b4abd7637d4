"""What a page has to be on every screen."""

from __future__ import annotations

from typing import Final

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

#: 640 px wide is what 200 % zoom leaves of 1,280.
SIZES: Final = {
    "small phone": (320, 568),
    "phone": (390, 844),
    "200 % zoom": (640, 512),
}
_RULES: Final = [
    "wcag2a",
    "wcag2aa",
    "wcag21a",
    "wcag21aa",
    "wcag22aa",
    "best-practice",
]
#: What can be pressed, unless it stands in a line of text, and how large it is.
_SMALL: Final = """() => [...document.querySelectorAll(
    'button, select, input:not([type=hidden]), .button, nav a, .site-name')]
  .map(e => {
    const own = e.matches('[type=radio], [type=checkbox]') ? e.closest('label') : e;
    const r = own.getBoundingClientRect();
    return [e.id || e.textContent.trim(), r.width, r.height];
  })
  .filter(([name, width, height]) => width && (width < 24 || height < 44))"""
_WIDER: Final = (
    "document.documentElement.scrollWidth - document.documentElement.clientWidth"
)


def show(page: Page, size: str) -> None:
    """Let the window have one of the sizes."""
    width, height = SIZES[size]
    page.set_viewport_size({"width": width, "height": height})


def broken_rules(page: Page) -> str:
    """Return a report of the rules of WCAG 2.2 AA that the page breaks, or nothing."""
    found = Axe().run(page, options={"runOnly": _RULES})
    return str(found.generate_report()) if found.violations_count else ""


def overhang(page: Page) -> int:
    """Return by how many pixels the page is wider than its window."""
    wider: int = page.evaluate(_WIDER)
    return wider


def too_small(page: Page) -> list[list[object]]:
    """Return what can be pressed and is too small for a finger, with its size."""
    found: list[list[object]] = page.evaluate(_SMALL)
    return found
