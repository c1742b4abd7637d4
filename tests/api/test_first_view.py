"""Scores that an officer sees only after having said what they think."""

import pytest
from django.test import Client

from predictor.models import Channel, JournalEntry, LoanApplication, Prediction, Scope
from predictor.models.roles import Role
from predictor.services import scoring
from tests import builders
from tests.api.conftest import personal
from tests.api.desk import BOTH, decide, post, refused
from tests.api.hidden import EXPLAINED, TELLING, is_hidden, listed, read, view
from tests.builders import scored
from tests.rows import row

pytestmark = pytest.mark.django_db


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
def test_whose_first_view_it_was_counts(of_an_officer):
    scoring.score(
        rows=[row()], by=builders.person(), channel=Channel.API, request_id="r"
    )
    prediction = Prediction.objects.get()
    anna = builders.person_as(Role.LOAN_OFFICER, "anna")
    view(personal(anna, Scope.DECIDE), prediction)

    assert is_hidden(read(of_an_officer, prediction))
    assert LoanApplication.objects.get().status == "ready"
