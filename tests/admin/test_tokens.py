"""API tokens."""

import re
from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.admin.utils import quote
from django.contrib.auth.models import Permission, User
from django.urls import reverse

from predictor.models import ApiToken
from predictor.services import tokens
from tests import builders

pytestmark = pytest.mark.django_db
LIST = reverse("admin:predictor_apitoken_changelist")


def page(token):
    return reverse("admin:predictor_apitoken_change", args=[quote(token.token_key)])


def revoke(client, key):
    address = reverse("admin:predictor_apitoken_revoke", args=[quote(key)])
    return client.post(address, {"_form_submitted": "True"})


def test_list_says_who_may_do_what(boss):
    builders.token(rate="60/min")

    text = boss.get(LIST).content.decode()

    for part in ("Batch client", "predict, read", "60/min", "client"):
        assert part in text


def test_no_page_shows_the_hash(boss):
    token = builders.token()

    for address in (LIST, f"{LIST}?_popup=1", page(token)):
        text = boss.get(address).content.decode()
        assert token.name in text
        assert token.digest not in text


@pytest.mark.parametrize("key", ["loanapp_0123456", "loanapp_22aaaaa"])
def test_a_token_is_revoked_through_the_links_that_the_pages_show(boss, key):
    builders.token()
    ApiToken.objects.update(token_key=key)

    listed = boss.get(LIST).content.decode()
    [opened] = set(re.findall(r'"(/[^"]*/change/)[^"]*"', listed))
    shown = boss.get(opened).content.decode()
    [action] = set(re.findall(r'"(/[^"]*/revoke/)"', shown))
    boss.post(action, {"_form_submitted": "True"})

    assert not ApiToken.objects.exists()


def test_what_has_expired_says_so(boss):
    builders.token(expiry=-timedelta(days=1))

    assert "Expired" in boss.get(LIST).content.decode()


def test_revoking_deletes_the_token_and_logs_who_did(boss, administrator):
    token = builders.token()

    answer = revoke(boss, token.token_key)

    assert answer.headers["Location"] == LIST
    assert not ApiToken.objects.exists()
    assert LogEntry.objects.get().user == administrator


@pytest.mark.parametrize("key", ["unknown", "a\0b"])
def test_revoking_what_is_not_there_says_so(boss, key):
    revoke(boss, key)

    assert "no such token" in str(*boss.get(LIST).context["messages"])


def test_who_may_only_look_cannot_revoke(viewer):
    token = builders.token()

    assert "Revoke" not in viewer.get(page(token)).content.decode()
    assert revoke(viewer, token.token_key).status_code == 403


def test_who_has_the_permission_may_revoke(viewer):
    permission = Permission.objects.get(codename="delete_apitoken")
    User.objects.get(username="viewer").user_permissions.add(permission)

    revoke(viewer, builders.token().token_key)

    assert not ApiToken.objects.exists()


def test_tokens_are_not_made_here(boss):
    assert boss.get(reverse("admin:predictor_apitoken_add")).status_code == 403


@pytest.mark.parametrize("key", ["unknown", "a_00b"])
def test_unknown_token_leads_back_to_the_index(boss, key):
    address = reverse("admin:predictor_apitoken_change", args=[key])

    assert boss.get(address).status_code == 302


def test_page_says_whether_it_is_a_persons(boss, officer):
    tokens.issue(name="broker")
    tokens.issue(name="script", person=officer.username)

    of_program, of_person = (
        boss.get(page(ApiToken.objects.get(name=name))).content.decode()
        for name in ("broker", "script")
    )

    assert "A program" in of_program
    assert "A person: " in of_person
