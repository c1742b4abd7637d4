"""The pictures that README.md shows. SCREENSHOTS names the folder that they go to."""

import os
import re
from pathlib import Path

import pytest
from playwright.sync_api import Error

from tests import builders
from tests.journeys.desk import Desk
from tests.journeys.states import STATES
from tests.promises.repository import read

MOST_BYTES = 150_000
WIDE, PHONE = (1120, 760), (360, 760)
#: Picture → state of the pages, and size.
PICTURES = {
    "form": ("form", WIDE),
    "questions": ("form-questions", WIDE),
    "result": ("result-decline", (1120, 990)),
    "queue": ("queue", WIDE),
    "application": ("application-everything", (1120, 990)),
    "decide": ("counter-offer-preview", WIDE),
    "preview": ("file-preview", WIDE),
    "overview": ("overview", (1120, 1330)),
    "letter": ("letter", (1000, 1010)),
    "phone": ("result-approve", PHONE),
}


@pytest.fixture
def folder(tmp_path):
    found = Path(os.environ.get("SCREENSHOTS", tmp_path))
    found.mkdir(parents=True, exist_ok=True)
    return found


def screenshot(page, picture):
    """Take a picture; Chromium refuses one at times, and takes it when asked again."""
    try:
        page.screenshot(path=picture, animations="disabled", caret="hide")
    except Error as refusal:
        if "Unable to capture screenshot" not in refusal.message:
            raise
        page.screenshot(path=picture, animations="disabled", caret="hide")


def take(page, folder, name):
    picture = folder / f"{name}.png"
    page.mouse.move(0, 0)
    screenshot(page, picture)
    assert 5_000 < picture.stat().st_size < MOST_BYTES


@pytest.mark.parametrize("name", PICTURES)
def test_picture_of_the_officers_pages(desk, page, folder, name):
    state, (width, height) = PICTURES[name]
    page.set_viewport_size({"width": width, "height": height})
    STATES[state](desk)

    take(page, folder, name)


def test_picture_of_the_admin(page, live_server, live_version, administrator, folder):
    for i, kind in enumerate(("approve", "refer", "decline") * 3):
        chance = {"approve": 0.83, "refer": 0.52, "decline": 0.18}[kind]
        builders.prediction(
            application=builders.application(loan_id=f"LP{1000 + i:06}"),
            recommendation=kind,
            probability=chance,
        )
    page.set_viewport_size({"width": WIDE[0] + 160, "height": WIDE[1]})
    desk = Desk(page, live_server.url)
    desk.log_in("boss", "boss-boss-boss", "/admin/login/")
    desk.go("/admin/predictor/prediction/")
    page.wait_for_load_state("networkidle")

    take(page, folder, "admin")


def test_readme_shows_the_pictures_that_are_made_here_and_no_other():
    shown = re.findall(r"docs/screenshots/(\w+)\.png", read("README.md"))

    assert sorted(shown) == sorted([*PICTURES, "admin"])
