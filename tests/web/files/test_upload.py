"""The page on which a file is chosen."""

import csv
import io
import re

import pytest
from django.db import OperationalError
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from ml import schema
from predictor.models import BatchJob
from predictor.services.batches import uploading
from tests.services.batches import files

pytestmark = pytest.mark.django_db


def test_it_leads_to_what_was_found(send):
    answer = send(files.rows(2))

    job = BatchJob.objects.get()
    assert answer.url == reverse("file-detail", args=[job.pk])
    assert job.name == "loans.csv"


def test_it_says_what_the_columns_are(officer_client):
    page = officer_client.get(reverse("file-new")).content.decode()

    for field in schema.APPLICANT_FIELDS:
        assert f"<code>{field.name}</code>" in page
    assert "in thousands of dollars" in page
    assert 'enctype="multipart/form-data"' in page
    assert "novalidate" in page


def test_what_cannot_be_read_is_said_at_the_field_and_on_top(send):
    page = send(b"a,b\n1,2\n").content.decode()

    assert page.count("The first row is not a heading.") == 2
    assert "<title>Error: Score a file" in page
    assert 'href="#id_file"' in page
    assert 'aria-describedby="id_file_helptext id_file_error"' in page
    assert "Choose the file again" in page
    assert not BatchJob.objects.exists()


def test_columns_that_are_not_known_are_named_and_escaped(send):
    heading = ",".join([*files.NAMES, "<b>", *map(str, range(20))])

    page = send(heading.encode()).content.decode()

    assert "&lt;b&gt;" not in page  # it sorts behind ten others
    assert "11 more" in page
    assert "<b>" not in page


def test_without_a_file_it_asks_for_one(officer_client):
    page = officer_client.post(reverse("file-new"), {}).content.decode()

    assert page.count("Choose a file.") == 2


def test_a_file_that_is_too_large_is_not_kept(send):
    page = send(b"x" * (uploading.MAX_BYTES + 1)).content.decode()

    assert page.count("The file is too large: 16 MB are the most.") == 2
    assert page.count("Choose a file.") == 0


def test_too_many_rows_are_told_what_takes_them(send):
    heading = ",".join(files.NAMES).encode()

    page = send(heading + b"\n1" * 100_001).content.decode()

    assert "more than 100,000 rows" in page
    assert "manage.py score" in page


def test_the_end_of_a_session_is_told_and_the_file_chosen_again(officer, send):
    client = Client()
    login = send(files.rows(1), client=client).content.decode()
    kept = re.findall(r'name="kept" value="([^"]+)"', login)
    typed = {"username": "officer", "password": "officer-officer", "kept": kept[0]}

    page = client.post(reverse("login"), typed, follow=True).content.decode()

    assert not BatchJob.objects.exists()
    assert "Choose the file again" in page


def test_a_database_that_is_away_is_told(send, monkeypatch):
    def fail(**_):
        raise OperationalError

    monkeypatch.setattr(uploading, "upload", fail)
    answer = send(files.rows(1))

    assert answer.status_code == 503
    assert "The database is busy" in answer.content.decode()


def test_template_has_the_columns_of_the_dictionary(officer_client, send):
    names = [field.name for field in schema.APPLICANT_FIELDS]

    answer = officer_client.get(reverse("file-template-csv"))
    content = b"".join(answer.streaming_content).decode()
    assert list(csv.reader(io.StringIO(content))) == [names]

    answer = officer_client.get(reverse("file-template-excel"))
    book = load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
    first, second = book.worksheets
    assert [cell.value for cell in first[1]] == names
    assert [row[0] for row in second.iter_rows(values_only=True)][1:] == names


def test_a_template_that_is_filled_in_is_understood(officer_client, uploaded):
    answer = officer_client.get(reverse("file-template-csv"))
    template = b"".join(answer.streaming_content)
    line = b"A,,,,Graduate,No,5000,0,100,360,1,Urban"

    assert uploaded(template + line).bad_rows == 0
