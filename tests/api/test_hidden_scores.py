"""What an officer is told who scores something whose score is hidden."""

import json

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from predictor.models import Prediction
from tests import builders
from tests.api.hidden import EXPLAINED, TELLING, ask, is_hidden, read
from tests.rows import row

pytestmark = pytest.mark.django_db


@pytest.mark.usefixtures("blind", "live_version")
@pytest.mark.parametrize("explain", ["none", "not_approved", "all"])
def test_an_officer_who_scores_sees_that_it_was_done(of_an_officer, explain):
    names = TELLING + ("reasons",) + (EXPLAINED if explain == "all" else ())

    told = ask(of_an_officer, f"?explain={explain}", Credit_History=0)

    assert is_hidden(told, names)
    assert told["id"] == str(Prediction.objects.get().pk)
    assert (told["Loan_ID"], told["row"]) == ("LP001015", 0)


@pytest.mark.usefixtures("blind", "live_version")
def test_warnings_about_what_was_typed_are_told(of_an_officer):
    told = ask(of_an_officer, Loan_Amount_Term=30)

    assert is_hidden(told)
    assert "term_short" in [warning["code"] for warning in told["warnings"]]


@pytest.mark.usefixtures("blind", "live_version")
@pytest.mark.parametrize("loan_id", ["LP001015", "LP999999", None])
def test_a_dry_run_tells_nothing_whatever_its_reference(of_an_officer, loan_id):
    ask(of_an_officer)

    assert is_hidden(ask(of_an_officer, "?dry_run=true", Loan_ID=loan_id))


@pytest.mark.usefixtures("blind", "live_version")
def test_what_is_decided_is_hidden_from_nobody(of_an_officer):
    decided = builders.application(
        loan_id="LP001015", status="approved", loan_status="Y", label_source="officer"
    )

    assert not is_hidden(read(of_an_officer, builders.prediction(application=decided)))


@pytest.mark.usefixtures("live_version")
def test_of_an_array_the_share_is_hidden(officer_client, settings):
    settings.BLIND_SHARE = 0.5
    rows = [row(Loan_ID=f"A{i}") for i in range(40)]

    answer = officer_client.post("/api/predict", rows, "application/json")

    told = {one["Loan_ID"]: is_hidden(one) for one in answer.json()["predictions"]}
    stored = officer_client.get("/api/predictions?page_size=40").json()["results"]
    assert set(told.values()) == {True, False}
    assert told == {one["Loan_ID"]: is_hidden(one) for one in stored}


@pytest.mark.usefixtures("blind")
def test_programs_are_told_every_score(api, predict):
    [told] = predict(row(), "?explain=all").json()["predictions"]

    assert "hidden" not in told
    assert told["probability"] is not None
    [stored] = api.get("/api/predictions").json()["results"]
    assert stored["probability"] == told["probability"]


@pytest.mark.usefixtures("live_version")
def test_where_nobody_judges_blind_an_officers_score_costs_no_query_more(
    officer_client, settings
):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            ask(officer_client)
        asked = [one["sql"] for one in captured.captured_queries]
        # Which version is live is asked twice a second at most, by whoever comes then.
        return len([sql for sql in asked if "predictor_modelversion" not in sql])

    ask(officer_client)
    without = queries()
    settings.BLIND_SHARE = 1

    assert queries() == without + 2


@pytest.mark.usefixtures("blind", "live_version")
def test_the_tutorials_address_tells_an_officer_nothing(of_an_officer):
    def classes(client):
        answer = client.post("/predict", [row(Loan_ID="T")], "application/json")
        return [one["1"] for one in json.loads(answer.json()["predictions"])]

    assert classes(of_an_officer) == [None]
    assert classes(Client()) != [None]
    assert classes(Client(headers={"Authorization": "Token x"})) != [None]


@pytest.mark.usefixtures("blind")
def test_counts_of_recommendations_are_not_for_who_decides(of_an_officer, api):
    assert of_an_officer.get("/metrics").status_code == 403
    assert api.get("/metrics").status_code == 200
