"""Every page in every state keeps the rules of WCAG 2.2 AA that a program can ask."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.journeys.states import STATES

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.mark.parametrize("state", STATES)
def test_page_breaks_no_rule(desk, page, state):
    STATES[state](desk)

    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        found = Axe().run(page, options={"runOnly": RULES})
        assert found.violations_count == 0, found.generate_report()
