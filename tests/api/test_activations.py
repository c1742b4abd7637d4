"""Activation and rollback by API, and what was live when."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from predictor.models import ModelActivation, ModelVersion, Scope
from predictor.models.roles import Role
from predictor.services import registry, tokens
from tests import builders
from tests.artifacts import register, write_small_model

pytestmark = pytest.mark.django_db
WHY = {"reason": "Better on the new rows."}


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    """Write the files of two versions."""
    folder = tmp_path_factory.mktemp("two")
    return [write_small_model(folder, number=n, seed=n) for n in (1, 2)]


@pytest.fixture
def two(files, settings):
    """Store two versions; the first is live."""
    settings.MODEL_STORE = files[0].store
    register(files[0], is_active=True)
    return register(files[1])


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


def test_a_token_of_the_scope_activates(deployer, two):
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


def test_it_rolls_back(deployer, two):
    post(deployer)

    answer = post(deployer, "/api/models/rollback", {"reason": "Worse."})

    told = answer.json()
    assert (told["version"], told["previous"], told["is_rollback"]) == (1, 2, True)
    assert live() == 1


def test_a_model_manager_activates_with_a_session(two):
    manager = builders.person_as(Role.MODEL_MANAGER, "anna")
    client = Client()
    client.force_login(manager)

    assert post(client).json()["activated_by"] == "anna"
    assert ModelActivation.objects.get().activated_by == manager


@pytest.mark.parametrize("path", ["/api/models/2/activate", "/api/models/rollback"])
def test_others_do_not(officer_client, two, path):
    every_other = [scope for scope in Scope if scope != Scope.MODELS]

    assert post(officer_client, path).status_code == 403
    assert post(browser(*every_other), path).status_code == 403
    assert post(Client(), path).status_code == 401
    assert live() == 1


def test_a_session_needs_the_csrf_token(two):
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
def test_a_version_that_is_not_there_is_not_found(deployer, two, number):
    answer = post(deployer, f"/api/models/{number}/activate")

    refused(answer, 404, f"There is no model version {number}.")


@pytest.mark.parametrize(
    "number", ["x", "-1", "9" * 5000, "2.0", "\N{SUPERSCRIPT TWO}"]
)
def test_what_is_no_number_is_no_address(deployer, two, number):
    refused(post(deployer, f"/api/models/{number}/activate"), 404, "nothing at this")


def test_a_version_that_is_active_is_a_conflict(deployer, two):
    refused(post(deployer, "/api/models/1/activate"), 409, "active already")


@pytest.mark.parametrize("path", ["/api/models/2/activate", "/api/models/rollback"])
def test_another_version_than_meant_is_a_conflict(deployer, two, path):
    refused(post(deployer, path, WHY | {"instead_of": 7}), 409, "Version 1 is active")


def test_the_version_that_was_meant_is_replaced(deployer, two):
    assert post(deployer, body=WHY | {"instead_of": 1}).status_code == 200


def test_nothing_to_roll_back_to_is_a_conflict(deployer, two):
    refused(post(deployer, "/api/models/rollback"), 409, "No other version")


def test_files_that_cannot_be_used_are_refused(deployer, two):
    ModelVersion.objects.filter(number=2).update(artifact_sha256="0" * 64)

    refused(post(deployer), 422, "Version 2: v0002: ")


def test_protected_inputs_are_refused(deployer, two):
    ModelVersion.objects.filter(number=2).update(includes_protected=True)

    refused(post(deployer), 422, "ALLOW_PROTECTED_INPUTS")


def test_four_eyes_are_asked_for(deployer, two, settings):
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
def test_a_body_that_breaks_a_rule_says_which(deployer, two, body, field, rule):
    answer = post(deployer, body=body)

    refused(answer, 422, "errors lists them")
    [error] = answer.json()["errors"]
    assert (error["field"], error["rule"]) == (field, rule)


@pytest.mark.parametrize("reason", ["", " \n", "x" * 1001, "a\0b", "\ud800"])
def test_a_reason_that_cannot_be_kept_is_refused(deployer, two, reason):
    refused(post(deployer, body={"reason": reason}), 422, "reason")


@pytest.mark.parametrize(
    "body", [b"", b"{", b'{"reason": NaN}', b"[" * 100_000, b"\xff", b"1" * 5000]
)
def test_what_is_not_json_is_refused(deployer, two, body):
    refused(post(deployer, body=body), 400, "not valid JSON")


def test_its_rate_is_that_of_all_calls(two, settings):
    settings.API_RATE = "1/min"
    token = tokens.issue(name="deployer", scopes=[Scope.MODELS])
    client = Client(headers={"Authorization": f"Token {token}"})

    statuses = [post(client, body={}).status_code for _ in range(3)]

    assert statuses[-1] == 429  # the clock's minute may begin in between
    assert statuses[0] == 422


def test_another_type_is_refused(deployer, two):
    answer = deployer.post("/api/models/2/activate", WHY)

    refused(answer, 415, "application/json")


# What was live when


def ask(client, at):
    return client.get("/api/models/active", {"at": at})


@pytest.fixture
def switched(api, two, deployer):
    """Switch to version 2 and back; return when."""
    post(deployer)
    post(deployer, "/api/models/rollback", {"reason": "Worse."})
    return list(
        ModelActivation.objects.order_by("id").values_list("created_at", flat=True)
    )


def test_it_tells_what_was_live_at_a_moment(api, switched):
    first, second = (one.isoformat().replace("+00:00", "Z") for one in switched)

    assert ask(api, first).json() == {
        "at": first,
        "version": 2,
        "since": first,
        "until": second,
        "previous": 1,
        "is_rollback": False,
        "activated_by": "deployer",
        "reason": "Better on the new rows.",
    }
    assert ask(api, second).json()["version"] == 1
    assert ask(api, second).json()["until"] is None


def test_the_instant_before_a_switch_is_before_it(api, switched):
    tick = timedelta(microseconds=1)

    assert ask(api, (switched[1] - tick).isoformat()).json()["version"] == 2
    assert ask(api, (switched[0] - tick).isoformat()).status_code == 404


def test_who_was_not_named_is_null(api, two):
    builders.activation(version=two, created_at=datetime(2026, 5, 1, tzinfo=UTC))

    assert ask(api, "2026-05-01T02:00+02:00").json()["activated_by"] is None


def test_it_needs_no_files(api, switched, settings, tmp_path):
    settings.MODEL_STORE = tmp_path
    registry.reset()

    assert api.get("/api/models/active").status_code == 503
    assert ask(api, switched[0].isoformat()).status_code == 200


@pytest.mark.parametrize("at", ["2020-01-01T00:00Z", "0001-01-01T00:00Z"])
def test_before_the_first_activation_nothing_was_live(api, switched, at):
    answer = ask(api, at)

    assert answer.status_code == 404
    assert "the first went live at 20" in answer.json()["detail"]


@pytest.mark.parametrize(
    "at",
    [
        "",
        "yesterday",
        "2026-05-01",
        "2026-05-01T00:00",
        "2026-05-01T00:00 02:00",
        "2026-13-01T00:00Z",
        "0001-01-01T00:00+23:59",
        "9999-12-31T23:59-23:59",
        "1" * 5000,
        "2026-05-01T00:00Z\0",
        "2026-05-01T00:00\0Z",
        "\ud800".encode("utf-8", "surrogatepass"),
    ],
)
def test_a_moment_that_cannot_be_read_is_refused(api, switched, at):
    answer = ask(api, at)

    assert answer.status_code == 400
    assert answer.json()["detail"].startswith("at is one moment with its time zone")


def test_nobody_knows_the_future(api, switched):
    answer = ask(api, (timezone.now() + timedelta(seconds=30)).isoformat())

    assert answer.status_code == 400
    assert answer.json()["detail"] == "at lies in the future."


@pytest.mark.parametrize(
    "query", ["At=2026-05-01T00:00Z", "at=2020-01-01T00:00Z&at=2021-01-01T00:00Z"]
)
def test_a_question_that_is_not_clear_is_refused(api, switched, query):
    assert api.get(f"/api/models/active?{query}").status_code == 400
