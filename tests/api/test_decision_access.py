"""Who decides through the API: people, each time as far as they may."""

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client

from predictor.models import ApiToken, Decision, Scope
from predictor.models.roles import Role, group_of
from tests import builders
from tests.api.conftest import personal
from tests.api.desk import BOTH, decide, status_of
from tests.builders import scored

pytestmark = pytest.mark.django_db


def refused_whom(client, says):
    prediction = scored()
    answer = decide(client, prediction, confirmed=BOTH)
    assert answer.status_code == 403, answer.content
    assert says in answer.json()["detail"]
    assert status_of(prediction) == "ready"


def test_a_program_decides_nothing_whatever_its_token_says(other_api):
    ApiToken.objects.update(scopes=list(Scope))  # as one that was made before

    refused_whom(other_api, "People decide")


def test_a_program_that_was_given_a_role_is_a_program(other_api):
    ApiToken.objects.update(scopes=list(Scope))
    ApiToken.objects.get().user.groups.add(group_of(Role.LOAN_OFFICER))

    refused_whom(other_api, "People decide")


def test_a_token_of_a_person_needs_the_scope(officer):
    client = personal(officer, Scope.READ, Scope.PREDICT, Scope.MODELS)

    refused_whom(client, "lacks the scope")


def test_a_token_opens_no_more_than_its_person_may(officer):
    client = personal(officer, Scope.MODELS)

    answer = client.post("/api/models/1/activate", {"reason": "x"}, "application/json")

    assert answer.status_code == 403


def test_the_permission_is_asked_for_at_each_request(officer_api, officer):
    assert decide(officer_api, scored(), confirmed=BOTH).status_code == 200

    officer.groups.clear()
    refused_whom(officer_api, "The person whose token this is")

    decides = Permission.objects.get(codename="add_decision")
    officer.user_permissions.add(decides)
    assert decide(officer_api, scored(), confirmed=BOTH).status_code == 200


def test_a_person_who_is_switched_off_decides_nothing(officer_api, officer):
    User.objects.filter(pk=officer.pk).update(is_active=False)

    assert decide(officer_api, scored(), confirmed=BOTH).status_code == 401


def test_others_do_not(api):
    prediction = scored()
    auditor = Client()
    auditor.force_login(builders.person_as(Role.AUDITOR))

    assert decide(api, prediction).status_code == 403
    assert decide(auditor, prediction).status_code == 403
    assert decide(Client(), prediction).status_code == 401
    path = f"/api/applications/{prediction.application.loan_id}/decisions"
    assert api.get(path).status_code == 403
    assert auditor.get(path).status_code == 200
    assert not Decision.objects.exists()


def test_a_session_needs_the_csrf_token(officer):
    client = Client(enforce_csrf_checks=True)
    client.force_login(officer)

    assert decide(client, scored(), confirmed=BOTH).status_code == 403
