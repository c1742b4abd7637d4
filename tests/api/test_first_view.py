"""Scores that an officer sees only after having said what they think."""

import json

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from predictor.models import Channel, JournalEntry, LoanApplication, Prediction, Scope
from predictor.models.roles import Role
from predictor.services import scoring
from tests import builders
from tests.api.conftest import personal
from tests.api.desk import BOTH, decide, post, refused
from tests.builders import scored
from tests.rows import row

pytestmark = pytest.mark.django_db

#: What tells of a score, in an answer to a request for scores.
TELLING = ("prediction", "recommendation", "code", "probability", "thresholds")
EXPLAINED = ("reasons", "contributions", "reference_probability")


@pytest.fixture
def blind(settings):
    """Hide every score from officers."""
    settings.BLIND_SHARE = 1


@pytest.fixture(params=["session", "token"])
def of_an_officer(request, officer, officer_client):
    """Return an officer's client of the API, in both ways."""
    if request.param == "session":
        return officer_client
    return personal(officer, Scope.READ, Scope.PREDICT, Scope.DRY_RUN, Scope.DECIDE)


def view(client, prediction, **said):
    return post(client, prediction, "first-view", {"view": "approve"} | said)


def read(client, prediction):
    return client.get(f"/api/predictions/{prediction.pk}").json()


def listed(client, prediction):
    loan_id = prediction.application.loan_id
    [one] = client.get(f"/api/applications/{loan_id}/predictions").json()["results"]
    [same] = client.get("/api/predictions").json()["results"]
    assert one == same
    return one


def ask(client, query="", **changes):
    answer = client.post(f"/api/predict{query}", row(**changes), "application/json")
    [one] = answer.json()["predictions"]
    return one


def is_hidden(told, names=TELLING):
    """Whether nothing is told; a part of it is never told."""
    told_of = {name for name in names if told[name] is not None}
    hidden = told.get("hidden", False)
    assert not told_of if hidden else {"probability", "thresholds"} <= told_of
    return hidden


@pytest.mark.usefixtures("blind")
def test_a_score_is_hidden_until_there_is_a_first_view(of_an_officer, officer):
    prediction = scored()
    assert is_hidden(listed(of_an_officer, prediction))
    assert is_hidden(read(of_an_officer, prediction), TELLING + EXPLAINED)

    told = view(of_an_officer, prediction, text="A good customer.").json()

    entry = JournalEntry.objects.get()
    assert told == {
        "Loan_ID": prediction.application.loan_id,
        "view": "approve",
        "text": "A good customer.",
        "recorded_by": "officer",
        "created_at": entry.created_at.isoformat().replace("+00:00", "Z"),
    }
    assert listed(of_an_officer, prediction)["probability"] == 0.18
    assert read(of_an_officer, prediction)["reasons"] == builders.REASONS
    assert not read(of_an_officer, prediction)["hidden"]


@pytest.mark.usefixtures("blind")
def test_nothing_is_decided_before_it(officer_api):
    prediction = scored()
    refused(decide(officer_api, prediction, confirmed=BOTH), 403, (None, "first_view"))

    view(officer_api, prediction)

    assert decide(officer_api, prediction, confirmed=BOTH).status_code == 200


@pytest.mark.usefixtures("blind")
def test_a_second_officer_says_first_what_they_think(officer_api, settings):
    settings.SECOND_OFFICER_ABOVE = 1
    prediction = scored("refer")
    view(officer_api, prediction)
    named = {"decision": decide(officer_api, prediction, "approve").json()["id"]}
    anna = personal(builders.person_as(Role.LOAN_OFFICER, "anna"), Scope.DECIDE)
    path = f"/api/applications/{prediction.application.loan_id}/decisions"
    refused(anna.get(path), 403, (None, "first_view"))
    refused(
        post(anna, prediction, "decision/confirm", named), 403, (None, "first_view")
    )

    view(anna, prediction)

    assert anna.get(path).json()["results"][0]["verdict"] == "approve"
    assert post(anna, prediction, "decision/confirm", named).status_code == 200


@pytest.mark.usefixtures("blind")
def test_a_first_view_is_one(officer_api):
    prediction = scored()
    view(officer_api, prediction)

    refused(view(officer_api, prediction), 409, (None, "shown"))


def test_where_nothing_is_hidden_a_view_is_no_first_one(officer_api):
    refused(view(officer_api, scored()), 409, (None, "shown"))


@pytest.mark.parametrize(
    ("changes", "field", "rule"),
    [
        ({"view": "maybe"}, "view", "choice"),
        ({"view": None}, "view", "required"),
        ({"view": 1}, "view", "type"),
        ({"text": "x" * 2001}, "text", "range"),
        ({"verdict": "approve"}, None, "unknown_field"),
    ],
)
@pytest.mark.usefixtures("blind")
def test_a_body_that_breaks_a_rule_is_told(officer_api, changes, field, rule):
    refused(view(officer_api, scored(), **changes), 422, (field, rule))
    assert not JournalEntry.objects.exists()


@pytest.mark.usefixtures("blind")
def test_only_who_decides_says_first_what_they_think(other_api):
    prediction = scored()
    auditor = Client()
    auditor.force_login(builders.person_as(Role.AUDITOR))

    assert view(other_api, prediction).status_code == 403
    assert view(auditor, prediction).status_code == 403
    assert not is_hidden(read(auditor, prediction))


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


@pytest.mark.usefixtures("blind", "live_version")
def test_whose_first_view_it_was_counts(of_an_officer):
    scoring.score(
        rows=[row()], by=builders.person(), channel=Channel.API, request_id="r"
    )
    prediction = Prediction.objects.get()
    anna = builders.person_as(Role.LOAN_OFFICER, "anna")
    view(personal(anna, Scope.DECIDE), prediction)

    assert is_hidden(read(of_an_officer, prediction))
    assert LoanApplication.objects.get().status == "ready"


@pytest.mark.usefixtures("blind")
def test_counts_of_recommendations_are_not_for_who_decides(of_an_officer, api):
    assert of_an_officer.get("/metrics").status_code == 403
    assert api.get("/metrics").status_code == 200
