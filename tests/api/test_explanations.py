"""Reasons, contributions and the reference of ``POST /api/predict``."""

import math

import pytest

from ml import schema
from predictor.models import DryRun, Explanation
from predictor.services import registry
from tests.artifacts import register, write_small_model
from tests.rows import row

pytestmark = pytest.mark.django_db

DECLINED = row(
    Loan_ID="D",
    Credit_History=0,
    ApplicantIncome=1500,
    LoanAmount=300.0,
    Property_Area="Rural",
)


def score(predict, *rows, query=""):
    answer = predict(list(rows), query=query)
    assert answer.status_code == 200, answer.content
    return answer.json()["predictions"]


def test_whoever_is_not_approved_is_told_why(predict, live_version):
    approved, declined = score(predict, row(), DECLINED)

    assert (approved["recommendation"], approved["reasons"]) == ("approve", [])
    assert declined["recommendation"] == "decline"
    first = declined["reasons"][0]
    assert (first["code"], first["field"]) == ("credit_history_below", "Credit_History")
    assert first["text"] == "The credit history does not meet the guidelines."
    added = [reason["contribution"] for reason in declined["reasons"]]
    assert added == sorted(added)
    assert all(value < 0 for value in added)
    assert 1 <= len(added) <= 4
    assert "contributions" not in declined


def test_reasons_are_kept_with_the_prediction(predict, live_version):
    _, declined = score(predict, row(), DECLINED)

    kept = Explanation.objects.get()
    assert str(kept.prediction_id) == declined["id"]
    assert kept.reasons == declined["reasons"]


def test_all_that_moved_the_score_adds_up(predict, live_version):
    for one in score(predict, row(), DECLINED, query="?explain=all"):
        total = math.fsum(
            [one["reference_probability"], *one["contributions"].values()]
        )
        assert total == pytest.approx(one["probability"], abs=1e-9)
        assert "ApplicantIncome" in one["contributions"]
        assert "CoapplicantIncome" not in one["contributions"]
        assert not set(one["contributions"]) & set(schema.PROTECTED)


def test_the_reference_applicant_is_the_one_that_the_api_tells(
    predict, api, live_version
):
    reference = api.get("/api/models/active").json()["reference_applicant"]
    facts = {name: value for name, value in reference.items() if value is not None}

    [one] = score(predict, row(**facts), query="?explain=all")

    assert set(one["contributions"].values()) == {0}
    assert one["probability"] == one["reference_probability"]


def test_nothing_is_explained_where_nobody_asks(predict, live_version):
    [declined] = score(predict, DECLINED, query="?explain=none")

    assert declined["reasons"] == []
    assert not Explanation.objects.exists()


def test_a_what_if_is_explained_and_not_stored(predict, live_version):
    [one] = score(predict, DECLINED, query="?explain=all&dry_run=true")

    assert one["id"] is None
    assert one["reasons"]
    assert sum(one["contributions"].values()) < 0
    assert DryRun.objects.count() == 1
    assert not Explanation.objects.exists()


@pytest.mark.parametrize("name", schema.NEEDED_TO_DECIDE)
def test_what_is_missing_is_a_reason_of_its_own(predict, live_version, name):
    [one] = score(predict, row(**{name: None}), query="?explain=all")

    assert (one["recommendation"], one["code"]) == ("refer", "incomplete")
    first = one["reasons"][0]
    assert (first["code"], first["field"]) == ("incomplete", name)
    assert first["contribution"] is None
    assert name not in [reason["field"] for reason in one["reasons"][1:]]


def test_a_missing_value_counts_as_the_one_that_stands_in(predict, live_version):
    fills = registry.live().manifest.features.as_dict()["fills"]
    known = row(Loan_ID="K", LoanAmount=fills["LoanAmount"])
    unknown = row(Loan_ID="U", LoanAmount=None)

    first, second = score(predict, known, unknown, query="?explain=all")

    assert first["contributions"] == second["contributions"]


def test_form_file_and_batch_have_the_same_contributions(predict, live_version):
    many = [row(Loan_ID=f"M{i}", LoanAmount=50.0 + i) for i in range(40)]
    together = score(predict, *many, query="?explain=all")

    for index in (0, 7, 39):
        [alone] = score(predict, many[index], query="?explain=all")
        assert alone["contributions"] == together[index]["contributions"]
        assert alone["reasons"] == together[index]["reasons"]


def test_an_amount_over_next_to_no_time_is_explained_too(predict, api, live_version):
    endless = row(
        Loan_ID="E",
        ApplicantIncome=0,
        LoanAmount=1e9,
        Loan_Amount_Term=1e-300,
        Credit_History=0,
    )

    [one] = score(predict, endless, query="?explain=none")

    read = api.get(f"/api/predictions/{one['id']}").json()
    assert [reason["code"] for reason in read["reasons"]]


@pytest.fixture
def protected_version(db, settings, tmp_path):
    settings.MODEL_STORE = tmp_path
    written = write_small_model(tmp_path, include_protected=True)
    yield register(written, includes_protected=True, is_active=True)
    registry.reset()


def test_protected_attributes_are_named_in_no_answer(api, protected_version):
    """Not even of a version that uses them; and what is told still adds up."""
    registry.reset()
    body = row(Gender="Female", Married="No", Dependents="3+")
    answer = api.post("/api/predict?explain=all", body, "application/json")
    [told] = answer.json()["predictions"]
    read = api.get(f"/api/predictions/{told['id']}").json()
    active = api.get("/api/models/active").json()

    for one in (told, read):
        assert not set(one["contributions"]) & set(schema.PROTECTED)
        total = [one["reference_probability"], *one["contributions"].values()]
        assert math.fsum(total) == pytest.approx(one["probability"], abs=1e-9)
    assert told["contributions"] == read["contributions"]
    assert told["contributions"]["protected"] != 0
    assert not set(active["reference_applicant"]) & set(schema.PROTECTED)
