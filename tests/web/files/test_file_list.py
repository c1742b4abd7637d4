"""One's own files, newest first."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests import builders

pytestmark = pytest.mark.django_db


@pytest.fixture
def look(officer_client):
    return lambda query="": officer_client.get(f"/files/{query}").content.decode()


def test_there_is_a_link_to_it_on_every_page(officer_client):
    page = officer_client.get("/applications/").content.decode()

    assert '<a href="/files/">Files</a>' in page


def test_own_files_are_there_and_nobody_else_s(look, officer):
    builders.batch_job(owner=officer, name="june.csv", rows=1240)
    builders.batch_job(name="theirs.csv")

    page = look()

    assert "june.csv" in page
    assert "Waits for you" in page
    assert "1,240" in page
    assert "theirs.csv" not in page


def test_none_is_said(look):
    assert "There are no files on this page" in look()


def test_pages_lead_on_and_back(look, officer):
    for number in range(30):
        builders.batch_job(owner=officer, name=f"file-{number}.csv")

    first = look()
    older = re.findall(r'rel="next" href="([^"]+)"', first)[0]
    second = look(older)
    newer = re.findall(r'rel="prev" href="([^"]+)"', second)[0]

    names = [re.findall(r">(file-\d+)\.csv<", page) for page in (first, second)]
    assert names[0] + names[1] == [f"file-{n}" for n in range(29, -1, -1)]
    assert re.findall(r">(file-\d+)\.csv<", look(newer)) == names[0]


def test_it_asks_few_questions_and_reads_no_content(officer_client, officer):
    for _ in range(30):
        builders.batch_job(owner=officer)

    with CaptureQueriesContext(connection) as queries:
        officer_client.get(reverse("file-list"))

    assert len(queries) <= 12
    asked = " ".join(query["sql"] for query in queries)
    assert "batchjob" in asked
    assert "batchfile" not in asked
    assert "batchchunk" not in asked
