"""Users and groups."""

import pytest
from django.contrib.auth.models import Group, User
from django.urls import reverse

pytestmark = pytest.mark.django_db
USERS = reverse("admin:auth_user_changelist")
GROUPS = reverse("admin:auth_group_changelist")


def test_user_is_added(boss):
    body = {
        "username": "olga",
        "usable_password": "true",
        "password1": "a-long-enough-one",
        "password2": "a-long-enough-one",
    }

    boss.post(reverse("admin:auth_user_add"), body)

    assert User.objects.get(username="olga").has_usable_password()


def test_user_is_deactivated_and_not_deleted(boss, officer):
    address = reverse("admin:auth_user_change", args=[officer.pk])
    body = {
        "username": "officer",
        "date_joined_0": "2026-01-01",
        "date_joined_1": "0:0",
    }

    boss.post(address, body)

    officer.refresh_from_db()
    assert not officer.is_active
    delete = reverse("admin:auth_user_delete", args=[officer.pk])
    assert boss.post(delete, {"post": "yes"}).status_code == 403


def test_password_is_changed(boss, officer):
    address = reverse("admin:auth_user_password_change", args=[officer.pk])
    body = {"password1": "another-long-one", "password2": "another-long-one"}

    assert boss.get(address).status_code == 200
    boss.post(address, body)

    officer.refresh_from_db()
    assert officer.check_password("another-long-one")


def test_group_is_added(boss):
    boss.post(reverse("admin:auth_group_add"), {"name": "Officers"})

    assert Group.objects.filter(name="Officers").exists()


@pytest.mark.parametrize("address", [USERS, GROUPS])
@pytest.mark.parametrize("name", ["q", "username", "name", "is_staff__exact", "p", "o"])
def test_lists_survive_a_nul(boss, address, name):
    assert boss.get(address, {name: "\0"}).status_code in (200, 302, 400)


def test_choices_survive_a_nul(boss):
    query = {"app_label": "auth", "model_name": "user", "field_name": "groups"}

    answer = boss.get(reverse("admin:autocomplete"), query | {"term": "\0"})

    assert answer.status_code == 200
