"""``manage.py create_token NAME``."""

from datetime import timedelta

import pytest
from django.core.management import CommandError
from django.utils import timezone

from predictor.models import ApiToken
from predictor.services.accounts import tutorial_client
from tests import builders

pytestmark = pytest.mark.django_db


def test_it_prints_the_token_alone(run, client):
    printed = run("create_token", "broker")

    token = printed.removesuffix("\n")
    assert token.startswith("loanapp_")
    answer = client.get("/api/models", headers={"Authorization": f"Token {token}"})
    assert answer.status_code == 200


def test_scopes_and_rate_are_kept(run):
    run("create_token", "broker", "--scope", "read", "--rate", "5/min")

    token = ApiToken.objects.get()
    assert (token.scopes, token.rate) == (["read"], "5/min")
    assert token.expiry is not None


def test_days_of_its_validity_can_be_given(run):
    run("create_token", "broker", "--days", "7")

    left = ApiToken.objects.get().expiry - timezone.now()
    assert timedelta(days=6) < left <= timedelta(days=7)


def test_two_tokens_of_one_name_are_one_client(run):
    run("create_token", "broker")
    run("create_token", "broker")

    assert len({token.user_id for token in ApiToken.objects.all()}) == 1


@pytest.mark.parametrize(
    "words",
    [
        ("a b",),
        ("x", "--days", "0"),
        ("x", "--days", "y"),
        ("x", "--rate", "fast"),
        ("x", "--scope", "all"),
        ("x" * 101,),
    ],
)
def test_what_is_not_understood_is_an_error(run, words):
    with pytest.raises(CommandError):
        run("create_token", *words)

    assert not ApiToken.objects.exists()


def test_a_person_gets_no_client_token(run, officer):
    with pytest.raises(CommandError, match="another name"):
        run("create_token", officer.username)


def test_the_tutorials_callers_get_no_token(run):
    tutorial_client()

    with pytest.raises(CommandError, match="another name"):
        run("create_token", "tutorial")


def test_a_token_to_decide_is_a_persons(run, officer):
    with pytest.raises(CommandError, match="--for USERNAME"):
        run("create_token", "script", "--scope", "decide")

    run("create_token", "script", "--scope", "decide", "--for", "officer")

    token = ApiToken.objects.get()
    assert (token.name, token.user, token.scopes) == ("script", officer, ["decide"])


@pytest.mark.parametrize("username", ["nobody", "broker", "gone", "a\0b"])
def test_only_of_a_person_who_works_here(run, username):
    run("create_token", "broker")
    builders.person("gone", is_active=False)

    with pytest.raises(CommandError, match="no active person"):
        run("create_token", "script", "--scope", "decide", "--for", username)

    assert ApiToken.objects.count() == 1
