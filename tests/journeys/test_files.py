"""A file from the upload to the download, with a worker beside the server."""

import csv
from pathlib import Path

import pytest
from playwright.sync_api import expect

from predictor.models import BatchJob, Prediction
from predictor.services.batches import queue
from tests.journeys.states import STATES
from tests.rows import row
from tests.services.batches import files

pytestmark = pytest.mark.usefixtures("on_each_screen")

BAD = row(Loan_ID="BAD", Education="College")


@pytest.fixture
def choose(desk, page, tmp_path):
    """Return a function that uploads rows as a file of the disk."""

    def choose(table):
        path = tmp_path / "june.csv"
        path.write_bytes(files.as_csv(table))
        desk.follow("Files")
        desk.follow("Score a file")
        page.get_by_label("CSV file or Excel workbook").set_input_files(path)
        desk.press("Look it over")

    return choose


def work_a_turn():
    """Do what a worker does in a turn."""
    queue.work.call(str(BatchJob.objects.get().pk))


def downloaded(page, link):
    with page.expect_download() as download:
        page.get_by_role("link", name=link).click()
    with Path(download.value.path()).open(newline="") as file:
        return list(csv.DictReader(file))


def test_a_file_is_uploaded_looked_over_scored_and_downloaded(
    desk, page, choose, monkeypatch
):
    monkeypatch.setattr("predictor.services.batches.scores.AT_A_TURN", 1)
    choose([*files.rows(1_500), BAD])
    desk.shows("1,500 of 1,501 rows can be scored, 1 cannot")
    desk.shows("One of: Graduate, Not Graduate.")
    [error] = downloaded(page, "errors as CSV")
    assert (error["row"], error["field"], error["rule"]) == (
        "1502",
        "Education",
        "choice",
    )

    desk.press("Score the 1,500 good rows")
    desk.shows("0 of 1,500 rows")
    work_a_turn()
    expect(page.locator("#progress-text")).to_have_text("1,000 of 1,500 rows")
    assert page.locator("#progress").evaluate("bar => bar.value") == 1_000
    page.reload()
    desk.shows("1,000 of 1,500 rows")
    work_a_turn()
    work_a_turn()

    expect(page.get_by_role("status")).to_contain_text("1,500 of 1,501 rows have a")
    scores = downloaded(page, "scores as CSV")
    assert len(scores) == Prediction.objects.count() == 1_500
    assert {"Gender", "Married", "Dependents"} & {*scores[0]} == set()


def test_a_file_is_cancelled_and_what_is_scored_stays(desk, page, choose, monkeypatch):
    monkeypatch.setattr("predictor.services.batches.scores.AT_A_TURN", 1)
    choose(files.rows(1_500))
    desk.press("Score all 1,500 rows")
    work_a_turn()

    desk.press("Cancel")

    desk.shows("1,000 rows had been scored before that; their scores stay.")
    assert len(downloaded(page, "scores as CSV")) == 1_000


@pytest.mark.browser_context_args(java_script_enabled=False)
def test_without_a_script_a_link_shows_how_far_it_is(desk, page, choose):
    choose(files.rows(3))
    desk.press("Score all 3 rows")
    work_a_turn()
    expect(page.locator("#progress-text")).to_have_text("0 of 3 rows")

    desk.follow("Show how far it is")

    desk.shows("3 of 3 rows have a score")


def test_a_template_is_downloaded_and_can_be_sent_back(desk, page):
    STATES["file"](desk)
    with page.expect_download() as download:
        page.get_by_role("link", name="Excel template").click()

    page.get_by_label("CSV file or Excel workbook").set_input_files(
        download.value.path()
    )
    desk.press("Look it over")

    desk.shows("The file has a heading and no rows.")
    desk.has_focus("error-summary")


def test_after_the_end_of_the_session_the_page_asks_to_log_in(desk, page, choose):
    choose(files.rows(3))
    desk.press("Score all 3 rows")

    page.context.clear_cookies(name="sessionid")

    expect(page.locator("#id_username")).to_be_visible()
