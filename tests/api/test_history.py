"""What was recorded, page by page, and for whom."""

import pytest

from predictor.models import ApiToken, Prediction
from tests import builders
from tests.rows import row

pytestmark = pytest.mark.django_db


def test_a_client_finds_its_predictions_newest_first(api, predict):
    predict([row(Loan_ID="A"), row(Loan_ID="B")])

    results = api.get("/api/predictions").json()["results"]

    assert [p["Loan_ID"] for p in results] == ["B", "A"]


def test_a_prediction_reads_as_it_was_answered(api, predict):
    [answered] = predict(row()).json()["predictions"]

    read = api.get(f"/api/predictions/{answered['id']}").json()

    for name in (
        "id",
        "Loan_ID",
        "prediction",
        "recommendation",
        "code",
        "probability",
    ):
        assert read[name] == answered[name]
    assert read["thresholds"] == answered["thresholds"]


@pytest.mark.parametrize("explain", ["all", "none"])
def test_a_prediction_comes_with_what_moved_it(api, predict, explain):
    """At once or when it is looked up: the numbers are the same."""
    body = row(Credit_History=0)
    [told] = predict([body], query="?explain=all&dry_run=true").json()["predictions"]
    [answered] = predict([body], query=f"?explain={explain}").json()["predictions"]

    read = api.get(f"/api/predictions/{answered['id']}").json()

    for name in ("reasons", "contributions", "reference_probability"):
        assert read[name] == told[name]


def test_where_its_version_is_gone_a_prediction_is_read_without(
    api, settings, tmp_path
):
    settings.MODEL_STORE = tmp_path
    client = ApiToken.objects.get().user
    made = builders.prediction(requested_by=client)

    read = api.get(f"/api/predictions/{made.pk}").json()

    assert read["reasons"] is read["contributions"] is None


def test_pages_follow_a_cursor(api, predict):
    predict([row(Loan_ID=f"A{i}") for i in range(5)])

    first = api.get("/api/predictions?page_size=3").json()
    second = api.get(first["next"]).json()

    assert [len(first["results"]), len(second["results"])] == [3, 2]
    assert second["next"] is None


def test_an_application_is_found_by_its_reference(api, predict):
    predict(row())

    read = api.get("/api/applications/LP001015").json()

    assert read["LoanAmount"] == 110.0
    assert read["status"] == "ready"


def test_protected_attributes_are_in_no_answer(api, predict):
    [prediction] = predict(row(Dependents="3+")).json()["predictions"]

    for path in ("predictions", f"predictions/{prediction['id']}", "applications"):
        text = api.get(f"/api/{path}").content.decode()
        for name in ("Gender", "Married", "Dependents", "3+"):
            assert name not in text


def test_a_client_does_not_see_what_others_sent(other_api, predict):
    [prediction] = predict(row()).json()["predictions"]

    assert other_api.get("/api/predictions").json()["results"] == []
    assert other_api.get("/api/applications").json()["results"] == []
    assert other_api.get(f"/api/predictions/{prediction['id']}").status_code == 404
    assert other_api.get("/api/applications/LP001015").status_code == 404


def test_an_officer_sees_what_clients_sent(officer_client, predict):
    predict(row())

    assert len(officer_client.get("/api/applications").json()["results"]) == 1


def test_a_page_of_predictions_takes_few_queries(
    api, predict, django_assert_max_num_queries
):
    predict([row(Loan_ID=f"A{i}") for i in range(30)])

    with django_assert_max_num_queries(3):
        assert len(api.get("/api/predictions").json()["results"]) == 30


@pytest.mark.parametrize(
    "path",
    [
        "predictions/no-uuid",
        "predictions?cursor=%00",
        "predictions?cursor=nonsense",
        "predictions?cursor=cD1hYmM=",  # a position that is no key
        "predictions?cursor=cD0AAA==",
        "models?cursor=cD1hYmM=",
        "applications/%00",
        "applications/LP%20001",
        "applications?page_size=-1",
    ],
)
def test_a_bad_address_is_never_a_server_error(api, path):
    answer = api.get(f"/api/{path}")

    assert answer.status_code in (200, 404)
    assert "json" in answer["Content-Type"]


def test_the_record_cannot_be_written_through_the_api(api):
    prediction = builders.prediction()

    for method in (api.put, api.patch, api.delete):
        assert method(f"/api/predictions/{prediction.pk}").status_code == 405
    assert Prediction.objects.count() == 1
