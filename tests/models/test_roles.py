"""The roles that a migration makes, and who gets one."""

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, Permission, User
from django.db import connection

from predictor.models.roles import IN_THE_ADMIN, Role
from tests import builders
from tests.roles import role_migrations

migration, *later = role_migrations()
pytestmark = pytest.mark.django_db


def run(step):
    step(apps, connection.schema_editor())


def test_every_role_is_there_with_permissions_that_exist():
    assert {group.name for group in Group.objects.all()} == set(Role.values)
    for name, codes in migration.ROLES.items():
        held = Permission.objects.filter(group__name=name)
        given = sum(len(step.ROLES.get(name, ())) for step in later)
        assert len(held) == len(codes) + given


def test_roles_of_the_code_are_those_of_the_migration():
    assert set(migration.ROLES) == set(Role.values)
    assert set(IN_THE_ADMIN) < set(Role)


def test_nobody_but_auditors_and_administrators_sees_protected_attributes():
    seeing = Group.objects.filter(permissions__codename="view_protected")

    assert {g.name for g in seeing} == {Role.AUDITOR, Role.ADMINISTRATOR}


def test_it_can_be_taken_back_and_done_again():
    run(migration.take_roles_away)
    assert not Group.objects.exists()

    run(migration.make_roles)
    run(migration.make_roles)
    assert Group.objects.count() == len(Role)


@pytest.mark.parametrize("step", later, ids=lambda step: step.__name__[-20:])
def test_what_was_given_later_can_be_taken_back_and_given_again(step):
    codes = {code.partition(".")[2] for code in step.ROLES["Loan officer"]}
    for done, count in (
        (step.take, 0),
        (step.give, len(codes)),
        (step.give, len(codes)),
    ):
        run(done)
        held = Permission.objects.filter(
            group__name=Role.LOAN_OFFICER, codename__in=codes
        )
        assert held.count() == count


def test_everybody_who_was_here_goes_on():
    person = User.objects.create_user("person", password="a-password")
    client = builders.token(user=User.objects.create_user("broker")).user
    tutorial = User.objects.create_user("tutorial")
    staff = User.objects.create_user("staff", password="x", is_staff=True)
    boss = User.objects.create_superuser("boss", password="x")

    run(migration.give_roles)

    roles = {
        user.username: [group.name for group in user.groups.all()]
        for user in (person, client, tutorial, staff, boss)
    }
    assert roles == {
        "person": ["Loan officer"],
        "broker": ["API client"],
        "tutorial": ["API client"],
        "staff": [],
        "boss": [],
    }
