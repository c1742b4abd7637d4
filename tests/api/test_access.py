"""Who may call: tokens, scopes, sessions."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from predictor.models import ApiToken, Scope
from predictor.services import tokens
from tests.rows import row

pytestmark = pytest.mark.django_db


def call(authorization, body=None):
    client = Client(headers={"Authorization": authorization})
    return client.post("/api/predict", body or row(), content_type="application/json")


def test_a_token_opens_the_api(live_version):
    token = tokens.issue(name="broker")

    assert call(f"Token {token}").status_code == 200
    assert ApiToken.objects.get().last_used_at


def test_only_the_hash_of_a_token_is_kept():
    token = tokens.issue(name="broker")

    kept = str(ApiToken.objects.values().get())
    assert token not in kept
    assert token.removeprefix("loanapp_") not in kept


@pytest.mark.parametrize(
    "authorization",
    [
        "",
        "Token",
        "Token a b",
        "Token nope",
        "Token \xff\xfe",
        "Bearer x",
        "Basic eA==",
    ],
)
def test_anything_else_is_unauthorized(live_version, authorization):
    answer = call(authorization)

    assert answer.status_code == 401
    assert answer["Content-Type"] == "application/problem+json"
    assert answer["WWW-Authenticate"] == "Token"


def test_an_expired_token_is_unauthorized_and_stays_on_record(live_version):
    token = tokens.issue(name="broker")
    ApiToken.objects.update(expiry=timezone.now() - timedelta(seconds=1))

    assert call(f"Token {token}").status_code == 401
    assert ApiToken.objects.exists()


def test_a_client_that_is_switched_off_is_unauthorized(live_version):
    token = tokens.issue(name="broker")
    user = ApiToken.objects.get().user
    user.is_active = False
    user.save()

    assert call(f"Token {token}").status_code == 401


def test_a_token_without_the_scope_is_forbidden(live_version):
    token = tokens.issue(name="reader", scopes=[Scope.READ])

    assert call(f"Token {token}").status_code == 403


def test_a_dry_run_has_a_scope_of_its_own(live_version):
    token = tokens.issue(name="trier", scopes=[Scope.DRY_RUN])
    client = Client(headers={"Authorization": f"Token {token}"})

    dry = client.post("/api/predict?dry_run=true", row(), "application/json")
    wet = client.post("/api/predict", row(), "application/json")

    assert (dry.status_code, wet.status_code) == (200, 403)


def test_a_session_needs_the_csrf_token(officer, live_version):
    client = Client(enforce_csrf_checks=True)
    client.force_login(officer)

    answer = client.post("/api/predict", row(), "application/json")

    assert answer.status_code == 403
    assert answer["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize(
    "cookie", ["x", '"\\000\\000\\000\\000\\000\\000\\000\\000"', "A" * 32]
)
@pytest.mark.parametrize("path", ["/api/models", "/", "/admin/"])
def test_a_forged_session_is_no_session(cookie, path):
    client = Client(headers={"Cookie": f"sessionid={cookie}"})

    assert client.get(path).status_code in (302, 401)


def test_a_session_scores(officer_client, live_version):
    answer = officer_client.post("/api/predict", row(), "application/json")

    assert answer.status_code == 200
