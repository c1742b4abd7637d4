"""``manage.py explain``: the numbers that would have been stored, to the last bit."""

import json
from functools import partial

import pytest
from django.core.management import CommandError

from predictor.models import Channel, Explanation, Prediction
from predictor.services import explained_later, registry, scoring
from tests import builders
from tests.rows import row

pytestmark = pytest.mark.django_db

ROWS = [
    row(Loan_ID="A", Credit_History=0, ApplicantIncome=1234.56, LoanAmount=199.9),
    row(Loan_ID="B", Credit_History=None, Self_Employed=None),
    row(Loan_ID="C"),
    row(Loan_ID="D", ApplicantIncome=0, CoapplicantIncome=0, Loan_Amount_Term=12),
]


def score(explain, rows=ROWS):
    scored = scoring.score(
        rows=json.dumps(rows).encode(),
        by=builders.person(),
        channel=Channel.API,
        request_id="r",
        explain=explain,
    )
    return scored.answers


def stored(key):
    found = Explanation.objects.get(prediction=key)
    return (
        found.contributions,
        found.reference_probability,
        found.residual,
        found.reasons,
    )


@pytest.fixture
def explain(run):
    return partial(run, "explain")


def test_what_is_explained_later_has_the_same_numbers(live_version, explain):
    at_once = score("all")
    later = score("none")
    assert Explanation.objects.count() == len(ROWS)

    assert explain("--missing") == f"{len(ROWS)} predictions explained.\n"

    for first, second in zip(at_once.id, later.id, strict=True):
        assert stored(first) == stored(second)


def test_nothing_is_explained_twice(live_version, explain):
    score("all")

    assert explain("--missing") == "0 predictions explained.\n"


def test_by_default_what_is_not_approved_is_explained_at_once(live_version):
    answers = score("not_approved")

    explained = {str(one.prediction_id) for one in Explanation.objects.all()}
    advice = zip(answers.id, answers.recommendation, strict=True)
    assert explained == {key for key, word in advice if word != "approve"}
    assert 0 < len(explained) < len(ROWS)


def test_a_chunk_after_the_other(live_version, explain, monkeypatch):
    monkeypatch.setattr(explained_later, "_CHUNK", 3)
    score("none")

    assert explain("--missing") == f"{len(ROWS)} predictions explained.\n"
    assert Explanation.objects.count() == len(ROWS)


def test_one_prediction_is_told_on_the_terminal(live_version, explain):
    [key, *_] = score("none").id

    told = explain(key)

    assert "reference applicant" in told
    assert "The credit history does not meet the guidelines." in told
    assert Explanation.objects.get().prediction_id == Prediction.objects.get(pk=key).pk


def test_a_version_whose_files_are_gone_is_named(live_version, explain, settings):
    score("none")
    registry.reset()
    settings.MODEL_STORE = settings.MODEL_STORE / "elsewhere"

    with pytest.raises(CommandError, match="Version 1"):
        explain("--missing")


def test_a_version_whose_files_are_gone_keeps_no_other_from_being_explained(
    live_version, explain
):
    lost = builders.model_version(number=live_version.number + 1)
    builders.prediction(model_version=lost)
    score("none")

    with pytest.raises(CommandError, match=f"Version {lost.number}"):
        explain("--missing")

    assert Explanation.objects.count() == len(ROWS)


def test_a_probability_that_the_version_does_not_give_is_not_explained(
    live_version, explain
):
    made = builders.prediction(model_version=live_version, probability=0.61)
    score("none")

    with pytest.raises(CommandError, match=f"stored for prediction {made.pk}"):
        explain("--missing")
    with pytest.raises(CommandError, match=f"stored for prediction {made.pk}"):
        explain(made.pk)
    explained = Explanation.objects.values_list("prediction", flat=True)
    assert len(explained) == len(ROWS)
    assert made.pk not in explained


def test_no_such_prediction(explain):
    with pytest.raises(CommandError, match="no prediction of that ID"):
        explain("00000000-0000-7000-8000-000000000000")
