"""Users and groups."""

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.test import Client
from django.urls import reverse

from predictor.models.roles import IN_THE_ADMIN, Role, group_of
from tests import builders

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


# Roles


def change(client, user, **changes):
    body = {
        "username": user.username,
        "is_active": "on",
        "date_joined_0": "2026-01-01",
        "date_joined_1": "0:0",
    }
    address = reverse("admin:auth_user_change", args=[user.pk])
    return client.post(address, body | changes)


@pytest.fixture
def administration():
    """Return a browser of somebody whose role is to administer."""
    client = Client()
    client.force_login(builders.person_as(Role.ADMINISTRATOR))
    return client


@pytest.mark.parametrize("role", Role)
def test_who_has_a_role_of_the_admin_may_enter_it_and_nobody_else(boss, officer, role):
    change(boss, officer, groups=[group_of(role).pk])

    officer.refresh_from_db()
    assert officer.is_staff == (role in IN_THE_ADMIN)


def test_who_loses_the_role_stays_outside(boss):
    auditor = builders.person_as(Role.AUDITOR)

    change(boss, auditor, groups=[])

    auditor.refresh_from_db()
    assert not auditor.is_staff


def test_superuser_needs_no_role(boss, administrator):
    change(boss, administrator, is_superuser="on")

    administrator.refresh_from_db()
    assert administrator.is_staff


def test_administrator_makes_accounts_and_gives_roles(administration, officer):
    change(administration, officer, groups=[group_of(Role.AUDITOR).pk])

    officer.refresh_from_db()
    assert [group.name for group in officer.groups.all()] == ["Auditor"]


def test_administrator_makes_nobody_more_than_a_role_makes_them(
    administration, officer
):
    anything = Permission.objects.get(codename="change_group")

    change(administration, officer, is_superuser="on", user_permissions=[anything.pk])

    officer.refresh_from_db()
    assert not officer.is_superuser
    assert not officer.user_permissions.exists()


def test_administrator_does_not_change_a_superuser(administration, administrator):
    password = reverse("admin:auth_user_password_change", args=[administrator.pk])
    body = {"password1": "another-long-one", "password2": "another-long-one"}

    assert change(administration, administrator, username="x").status_code == 403
    assert administration.post(password, body).status_code == 403


def test_administrator_does_not_change_what_a_role_may_do(administration):
    address = reverse("admin:auth_group_change", args=[group_of(Role.AUDITOR).pk])

    assert administration.post(address, {"name": "x"}).status_code == 403


def test_client_of_the_api_can_log_in_nowhere(client):
    user = builders.person_as(Role.API_CLIENT, "broker", "a-password-all-the-same")
    body = {"username": user.username, "password": "a-password-all-the-same"}

    for address in (reverse("login"), reverse("admin:login")):
        client.post(address, body)
        assert "_auth_user_id" not in client.session
