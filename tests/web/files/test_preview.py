"""What was found in a file, before anything of it is stored."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from predictor.models import LoanApplication
from tests.rows import row
from tests.services.batches import files

pytestmark = pytest.mark.django_db

BAD = row(Loan_ID="BAD", Education="College", LoanAmount="much")


def test_preview_has_what_was_recognised_and_the_first_rows(uploaded, page_of):
    job = uploaded(
        files.as_csv(files.rows(8), [n for n in files.NAMES if n[:4] != "Self"])
    )

    page = page_of(job)

    assert "all 8 rows can be scored" in page
    assert "CSV, UTF-8" in page
    assert "<dt>Not in the file</dt><dd><code>Self_Employed</code></dd>" in page
    assert page.count('data-label="Loan_ID"') == 5
    assert 'data-label="Loan_ID">F000000<' in page
    assert 'data-label="ApplicantIncome">5,720<' in page
    assert not LoanApplication.objects.exists()


def test_protected_attributes_are_recognised_and_not_shown(uploaded, page_of):
    page = page_of(uploaded([row(Gender="Female", Dependents="3+")]))

    assert "<dt>Recognised, and not shown</dt>" in page
    assert "Female" not in page
    assert "3+" not in page


def test_a_preview_tells_every_bad_row_and_what_to_do(uploaded, page_of):
    page = page_of(uploaded([*files.rows(2), BAD]))

    assert "2 of 3 rows can be scored, 1 cannot" in page
    assert "Score the 2 good rows" in page
    assert "Put this cell right. One of: Graduate, Not Graduate." in page
    assert "Put this cell right. A number above 0" in page
    assert "much" not in page
    assert "College" not in page


def test_bad_rows_are_paged_and_none_is_left_out(uploaded, page_of):
    table = [BAD | {"Loan_ID": f"B{i}"} for i in range(60)]
    job = uploaded(table)

    first = page_of(job)
    following = re.findall(r'rel="next" href="(\?from=[\d-]+)', first)
    pages = first
    while following:
        page = page_of(job, following[0])
        pages += page
        following = re.findall(r'rel="next" href="(\?from=[\d-]+)', page)

    shown = re.findall(r'</span>(\d+)</th> <td data-label="Column"><code>(\w+)', pages)
    assert shown == [
        (str(line), field)
        for line in range(2, 62)
        for field in ("Education", "LoanAmount")
    ]


@pytest.mark.parametrize("start", ["?from=x", "?from=9-9", "?from=1-", "?from=-1-1"])
def test_an_address_that_was_tampered_with_shows_a_page(uploaded, page_of, start):
    assert "Score nothing" in page_of(uploaded([*files.rows(1), BAD]), start)


def test_where_no_row_is_good_only_nothing_can_be_scored(uploaded, page_of):
    page = page_of(uploaded([BAD]))

    assert 'value="score"' not in page
    assert "Score nothing" in page


@pytest.mark.parametrize("rows", [1, 60])
def test_a_page_asks_few_questions(uploaded, officer_client, rows):
    table = [BAD | {"Loan_ID": f"B{i}"} for i in range(rows)]
    job = uploaded([*files.rows(1_900), *table])

    with CaptureQueriesContext(
        connection,
    ) as queries:
        answer = officer_client.get(reverse("file-detail", args=[job.pk]))

    assert len(queries) <= 12
    assert len(answer.content) < 100_000
