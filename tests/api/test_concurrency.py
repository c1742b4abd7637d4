"""Clients that call at once."""

import json

import pytest
from django.test import Client

from predictor.models import LoanApplication, Prediction
from predictor.services import tokens
from tests.at_once import THREADS, at_once
from tests.rows import row

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def post(live_version):
    token = tokens.issue(name="broker", rate="none")

    def post(body, **headers):
        headers["Authorization"] = f"Token {token}"
        return Client(headers=headers).post(
            "/api/predict", json.dumps(body), content_type="application/json"
        )

    return post


def test_one_key_at_once_is_stored_once(post):
    answers = at_once(lambda _: post(row(), **{"Idempotency-Key": "same"}))

    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.content for answer in answers}) == 1
    assert Prediction.objects.count() == 1


def test_one_reference_at_once_is_one_application(post):
    answers = at_once(lambda n: post(row(LoanAmount=100.0 + n)))

    assert {answer.status_code for answer in answers} == {200}
    assert LoanApplication.objects.get().revision == THREADS
    revisions = Prediction.objects.values_list("revision", flat=True)
    assert sorted(revisions) == list(range(1, THREADS + 1))


def test_batches_that_share_applications_never_block_each_other_for_good(post):
    rows = [row(Loan_ID=f"A{i}") for i in range(40)]

    answers = at_once(lambda n: post(rows if n % 2 else rows[::-1]))

    assert {answer.status_code for answer in answers} == {200}
    assert LoanApplication.objects.count() == 40
