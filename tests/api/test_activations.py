"""Activation and rollback by API, and what was live when."""

import json

import pytest
from django.test import Client

from predictor.models import ModelActivation, ModelVersion, Scope
from predictor.models.roles import Role
from predictor.services import registry, tokens
from tests import builders

pytestmark = pytest.mark.django_db
WHY = {"reason": "Better on the new rows."}


def browser(*scopes):
    token = tokens.issue(name="deployer", scopes=list(scopes), rate="none")
    return Client(headers={"Authorization": f"Token {token}"})


@pytest.fixture
def deployer(db):
    return browser(Scope.MODELS)


def post(client, path="/api/models/2/activate", body=None):
    text = (
        body if isinstance(body, bytes) else json.dumps(WHY if body is None else body)
    )
    return client.post(path, text, content_type="application/json")


def live():
    return ModelVersion.objects.get(is_active=True).number


def test_a_token_of_the_scope_activates(deployer, two_versions):
    answer = post(deployer)

    entry = ModelActivation.objects.get()
    assert answer.status_code == 200
    assert answer.json() == {
        "version": 2,
        "previous": 1,
        "is_rollback": False,
        "activated_at": entry.created_at.isoformat().replace("+00:00", "Z"),
        "activated_by": "deployer",
        "reason": "Better on the new rows.",
    }
    assert registry.live().number == 2


def test_it_rolls_back(deployer, two_versions):
    post(deployer)

    answer = post(deployer, "/api/models/rollback", {"reason": "Worse."})

    told = answer.json()
    assert (told["version"], told["previous"], told["is_rollback"]) == (1, 2, True)
    assert live() == 1


def test_a_model_manager_activates_with_a_session(two_versions):
    manager = builders.person_as(Role.MODEL_MANAGER, "anna")
    client = Client()
    client.force_login(manager)

    assert post(client).json()["activated_by"] == "anna"
    assert ModelActivation.objects.get().activated_by == manager


@pytest.mark.parametrize("path", ["/api/models/2/activate", "/api/models/rollback"])
def test_others_do_not(officer_client, two_versions, path):
    every_other = {*Scope} - {Scope.MODELS, Scope.DECIDE}

    assert post(officer_client, path).status_code == 403
    assert post(browser(*every_other), path).status_code == 403
    assert post(Client(), path).status_code == 401
    assert live() == 1


def test_a_session_needs_the_csrf_token(two_versions):
    client = Client(enforce_csrf_checks=True)
    client.force_login(builders.person_as(Role.MODEL_MANAGER))

    assert post(client).status_code == 403


def refused(answer, status, detail):
    problem = answer.json()
    assert answer.status_code == problem["status"] == status, problem
    assert answer["Content-Type"] == "application/problem+json"
    assert detail in problem["detail"]
    assert live() == 1
    assert not ModelActivation.objects.exists()


@pytest.mark.parametrize("number", [0, 9, 2**63, "9" * 400])
def test_a_version_that_is_not_there_is_not_found(deployer, two_versions, number):
    answer = post(deployer, f"/api/models/{number}/activate")

    refused(answer, 404, f"There is no model version {number}.")


@pytest.mark.parametrize(
    "number", ["x", "-1", "9" * 5000, "2.0", "\N{SUPERSCRIPT TWO}"]
)
def test_what_is_no_number_is_no_address(deployer, two_versions, number):
    refused(post(deployer, f"/api/models/{number}/activate"), 404, "nothing at this")


def test_a_version_that_is_active_is_a_conflict(deployer, two_versions):
    refused(post(deployer, "/api/models/1/activate"), 409, "active already")


@pytest.mark.parametrize("path", ["/api/models/2/activate", "/api/models/rollback"])
def test_another_version_than_meant_is_a_conflict(deployer, two_versions, path):
    refused(post(deployer, path, WHY | {"instead_of": 7}), 409, "Version 1 is active")


def test_the_version_that_was_meant_is_replaced(deployer, two_versions):
    assert post(deployer, body=WHY | {"instead_of": 1}).status_code == 200


def test_nothing_to_roll_back_to_is_a_conflict(deployer, two_versions):
    refused(post(deployer, "/api/models/rollback"), 409, "No other version")


def test_files_that_cannot_be_used_are_refused(deployer, two_versions):
    ModelVersion.objects.filter(number=2).update(artifact_sha256="0" * 64)

    refused(post(deployer), 422, "Version 2: v0002: ")


def test_protected_inputs_are_refused(deployer, two_versions):
    ModelVersion.objects.filter(number=2).update(includes_protected=True)

    refused(post(deployer), 422, "ALLOW_PROTECTED_INPUTS")


def test_four_eyes_are_asked_for(deployer, two_versions, settings):
    settings.FOUR_EYES_ACTIVATION = True
    anna = builders.person_as(Role.MODEL_MANAGER, "anna")
    ModelVersion.objects.filter(number=2).update(trained_by=anna)
    client = Client()
    client.force_login(anna)

    refused(post(client), 422, "anna trained version 2; another person activates.")
    refused(post(deployer), 422, "this is a client of the API.")
    client.force_login(builders.person_as(Role.MODEL_MANAGER, "berta"))
    assert post(client).status_code == 200


@pytest.mark.parametrize(
    ("body", "field", "rule"),
    [
        ({}, "reason", "required"),
        ({"reason": None}, "reason", "required"),
        ({"reason": 1}, "reason", "type"),
        ({"reason": ["x"]}, "reason", "type"),
        (WHY | {"instead_of": "1"}, "instead_of", "type"),
        (WHY | {"instead_of": True}, "instead_of", "type"),
        (WHY | {"instead_of": 1.0}, "instead_of", "type"),
        (WHY | {"instead_of": 0}, "instead_of", "range"),
        (WHY | {"insteadof": 1}, None, "unknown_field"),
        ([WHY], None, "type"),
        ("why", None, "type"),
    ],
)
def test_a_body_that_breaks_a_rule_is_told(deployer, two_versions, body, field, rule):
    answer = post(deployer, body=body)

    refused(answer, 422, "errors lists them")
    [error] = answer.json()["errors"]
    assert (error["field"], error["rule"]) == (field, rule)


@pytest.mark.parametrize("reason", ["", " \n", "x" * 1001, "a\0b", "\ud800"])
def test_a_reason_that_cannot_be_kept_is_refused(deployer, two_versions, reason):
    refused(post(deployer, body={"reason": reason}), 422, "reason")


@pytest.mark.parametrize(
    "body", [b"", b"{", b'{"reason": NaN}', b"[" * 100_000, b"\xff", b"1" * 5000]
)
def test_what_is_not_json_is_refused(deployer, two_versions, body):
    refused(post(deployer, body=body), 400, "not valid JSON")


def test_its_rate_is_that_of_all_calls(two_versions, settings):
    settings.API_RATE = "1/min"
    token = tokens.issue(name="deployer", scopes=[Scope.MODELS])
    client = Client(headers={"Authorization": f"Token {token}"})

    statuses = [post(client, body={}).status_code for _ in range(3)]

    assert statuses[-1] == 429  # the clock's minute may begin in between
    assert statuses[0] == 422


def test_another_type_is_refused(deployer, two_versions):
    answer = deployer.post("/api/models/2/activate", WHY)

    refused(answer, 415, "application/json")
