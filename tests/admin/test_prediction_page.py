"""The page of one prediction."""

from uuid import uuid4

import pytest
from django.urls import reverse

from predictor.models import Channel, Explanation, Prediction
from predictor.services import scoring
from tests import builders
from tests.rows import row

pytestmark = pytest.mark.django_db
LIST = reverse("admin:predictor_prediction_changelist")


def page(prediction):
    return reverse("admin:predictor_prediction_change", args=[prediction.pk])


def test_page_shows_everything_that_is_stored(boss):
    prediction = builders.prediction()

    text = boss.get(page(prediction)).content.decode()

    for part in (
        "Applicant&#x27;s income",
        "5,849",
        "dollars per month",
        "Meets the guidelines",
        "Approve from 60.0\u00a0%, decline below 40.0\u00a0%",
        "request-1",
        reverse("admin:predictor_modelversion_change", args=[1]),
        "Protected attributes",
        "0.831200",
        str(prediction.pk),
    ):
        assert part in text


def test_page_says_what_is_missing(boss):
    inputs = builders.INPUTS | {"Credit_History": None}
    prediction = builders.prediction(
        inputs=inputs, recommendation="refer", code="incomplete"
    )

    text = boss.get(page(prediction)).content.decode()

    assert "Missing" in text
    assert "A fact is missing" in text


def test_page_shows_the_explanation_where_there_is_one(boss):
    prediction = builders.prediction()
    Explanation.objects.create(
        prediction=prediction,
        contributions={"Credit_History": 0.0312, "LoanAmount": -0.2},
        reference_probability=0.9,
        residual=1e-12,
        reasons=[{"code": "R1", "field": "LoanAmount", "text": "It is large."}],
        created_at=prediction.created_at,
    )

    text = boss.get(page(prediction)).content.decode()

    assert text.index("-20.0") < text.index("+3.1")
    assert "It is large." in text


def test_what_nobody_asked_for_is_explained_when_the_page_is_opened(boss, live_version):
    scored = scoring.score(
        rows=[row()],
        by=builders.person(),
        channel=Channel.API,
        request_id="r",
        explain="none",
    )
    prediction = Prediction.objects.get(pk=str(scored.answers.id[0]))

    text = boss.get(page(prediction)).content.decode()

    kept = Explanation.objects.get(prediction=prediction)
    assert f"{kept.contributions['LoanAmount'] * 100:+.1f}" in text


@pytest.mark.parametrize("key", [uuid4(), "x", "a_00b", "1" * 400])
def test_unknown_prediction_leads_back_to_the_index(boss, key):
    address = reverse("admin:predictor_prediction_change", args=[key])

    assert boss.get(address).status_code == 302
