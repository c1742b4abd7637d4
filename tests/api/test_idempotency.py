"""``Idempotency-Key``: a repeat gets the same answer and stores nothing twice."""

from datetime import timedelta

import pytest
from django.utils import timezone

from predictor.models import IdempotencyKey, Prediction
from tests.rows import row

pytestmark = pytest.mark.django_db


def test_a_repeat_gets_the_same_answer_and_stores_nothing(predict):
    first = predict(row(), **{"Idempotency-Key": "k1"})
    second = predict(row(), **{"Idempotency-Key": "k1"})

    assert first.status_code == 200
    assert second.content == first.content
    assert Prediction.objects.count() == 1


def test_the_key_with_another_body_is_a_conflict(predict):
    predict(row(), **{"Idempotency-Key": "k1"})

    assert predict(row(LoanAmount=5), **{"Idempotency-Key": "k1"}).status_code == 409
    assert Prediction.objects.count() == 1


def test_the_key_with_other_options_is_a_conflict(predict):
    predict(row(), **{"Idempotency-Key": "k1"})

    again = predict(row(), "?on_error=skip", **{"Idempotency-Key": "k1"})

    assert again.status_code == 409


def test_a_key_is_one_clients_own(predict, other_api):
    predict(row(), **{"Idempotency-Key": "k1"})

    other = other_api.post(
        "/api/predict",
        row(Loan_ID="Other"),
        content_type="application/json",
        headers={"Idempotency-Key": "k1"},
    )

    assert other.status_code == 200


def test_a_refused_request_leaves_its_key_free(predict):
    assert predict(row(Education="x"), **{"Idempotency-Key": "k1"}).status_code == 422
    assert predict(row(), **{"Idempotency-Key": "k1"}).status_code == 200


def test_a_day_later_the_key_is_free(predict):
    predict(row(), **{"Idempotency-Key": "k1"})
    IdempotencyKey.objects.update(created_at=timezone.now() - timedelta(hours=25))

    assert predict(row(LoanAmount=5), **{"Idempotency-Key": "k1"}).status_code == 200
    assert IdempotencyKey.objects.count() == 1


@pytest.mark.parametrize("key", ["", "a b", "é", "k" * 256])
def test_a_key_that_is_no_plain_text_is_refused(predict, key):
    assert predict(row(), **{"Idempotency-Key": key}).status_code == 400
