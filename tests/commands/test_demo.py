"""``manage.py demo``."""

import re

import pytest
from django.core.management import CommandError
from django.urls import reverse

from predictor.models import ApiToken, LoanApplication, ModelVersion

pytestmark = pytest.mark.django_db


def test_it_makes_what_a_first_look_needs(run, store, client):
    printed = run("demo", "--address", "http://127.0.0.1:1234")

    assert "http://127.0.0.1:1234/admin/" in printed
    assert LoanApplication.objects.count() == 1989
    assert ModelVersion.objects.get().is_active
    officer = {"username": "officer", "password": "loanapp-demo"}
    assert client.post(reverse("login"), officer).status_code == 302
    [token] = re.findall(r"Token (\S+)'", printed)
    answer = client.get("/api/models", headers={"Authorization": f"Token {token}"})
    assert answer.status_code == 200


def test_again_it_changes_nothing_and_says_the_same(run, store):
    first = run("demo")
    second = run("demo")

    assert first == second
    assert ModelVersion.objects.count() == ApiToken.objects.count() == 1


def test_a_token_that_was_lost_is_made_anew(run, store, settings):
    run("demo")
    (settings.VAR_DIR / "demo_token").unlink()

    run("demo")

    assert ApiToken.objects.count() == 1


def test_it_has_no_place_in_a_production(run, store, settings):
    settings.DEMO = False

    with pytest.raises(CommandError, match="LOANAPP_ENV"):
        run("demo")
