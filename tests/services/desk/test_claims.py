"""Claims: who works on an application, and what happens when two want it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from predictor.models import JournalEntry, LoanApplication
from predictor.models.roles import Role
from predictor.services.desk import claims
from tests import builders
from tests.at_once import THREADS, at_once

pytestmark = pytest.mark.django_db


@pytest.fixture
def olga():
    return builders.person_as(Role.LOAN_OFFICER, "olga")


@pytest.fixture
def application():
    return builders.application()


def whose(application):
    found = LoanApplication.objects.get(pk=application.pk).assignee
    return found and found.username


def journal():
    entries = JournalEntry.objects.order_by("id")
    return [(one.kind, one.written_by.username, one.details) for one in entries]


def test_claim_says_whose_it_is_and_is_written_down(application, olga):
    claims.claim(application.pk, by=olga)

    assert whose(application) == "olga"
    assert journal() == [("claimed", "olga", {})]


def test_own_claim_once_more_changes_nothing(application, olga):
    for _ in range(2):
        claims.claim(application.pk, by=olga)

    assert journal() == [("claimed", "olga", {})]


def test_what_somebody_else_has_is_refused_by_name(application, olga, officer):
    claims.claim(application.pk, by=olga)

    with pytest.raises(claims.Taken, match=f"{application.loan_id} is claimed by olga"):
        claims.claim(application.pk, by=officer)

    assert whose(application) == "olga"


def test_it_can_be_taken_over(application, olga, officer):
    claims.claim(application.pk, by=olga)

    claims.claim(application.pk, by=officer, take_over=True)

    assert whose(application) == "officer"
    before = {"from": olga.pk, "username": "olga"}
    assert journal()[1] == ("claimed", "officer", before)


def test_claim_touches_nothing_else(application, olga):
    claims.claim(application.pk, by=olga)

    found = LoanApplication.objects.get(pk=application.pk)
    assert (found.updated_at, found.status) == (application.updated_at, "ready")


@pytest.mark.parametrize("status", ["withdrawn", "closed_incomplete"])
def test_what_waits_for_nothing_is_not_claimed(olga, status):
    application = builders.application(status=status)

    with pytest.raises(claims.NothingToDo):
        claims.claim(application.pk, by=olga)
    with pytest.raises(claims.NothingToDo):
        claims.assign(application.pk, olga, by=builders.person())


# Release and assign


def test_release_gives_it_back(application, olga, officer):
    claims.claim(application.pk, by=olga)

    claims.release(application.pk, by=olga)

    claims.claim(application.pk, by=officer)
    assert [kind for kind, *_ in journal()] == ["claimed", "released", "claimed"]


def test_what_is_somebody_elses_is_not_released(application, olga, officer):
    claims.claim(application.pk, by=olga)

    with pytest.raises(claims.Taken):
        claims.release(application.pk, by=officer)


def test_what_is_nobodys_is_released_without_a_word(application, olga):
    claims.release(application.pk, by=olga)

    assert journal() == []


def test_assignment_says_to_whom(application, olga, officer):
    claims.claim(application.pk, by=officer)

    for _ in range(2):
        claims.assign(application.pk, olga, by=officer)

    assert whose(application) == "olga"
    to = {"to": olga.pk, "username": "olga"}
    assert journal()[1:] == [("assigned", "officer", to)]


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.ADMINISTRATOR, None])
def test_only_who_may_decide_is_given_anything(application, officer, role):
    somebody = builders.person_as(role) if role else builders.person()

    with pytest.raises(claims.NotAnOfficer):
        claims.assign(application.pk, somebody, by=officer)


def test_who_left_is_given_nothing(application, officer, olga):
    User.objects.filter(pk=olga.pk).update(is_active=False)

    with pytest.raises(claims.NotAnOfficer):
        claims.assign(application.pk, olga, by=officer)


# Several


def test_several_are_claimed_and_the_others_told(olga, officer):
    free, mine, theirs = (builders.application() for _ in range(3))
    claims.claim(mine.pk, by=olga)
    claims.claim(theirs.pk, by=officer)
    gone = builders.application(status="withdrawn")
    keys = [one.pk for one in (theirs, free, gone, mine)]

    done = claims.claim_each(keys, by=olga)

    assert {one.pk for one in done.claimed} == {free.pk, mine.pk}
    assert [type(one) for one in done.refused] == [claims.Taken, claims.NothingToDo]
    assert whose(free) == "olga"
    assert whose(theirs) == "officer"
    assert journal()[2:] == [("claimed", "olga", {})]


# The next one


def waiting(days, **changes):
    return builders.application(
        completed_at=timezone.now() - timedelta(days=days), **changes
    )


def test_next_one_is_what_is_due_first_and_nobodys(olga, officer):
    waiting(9, assignee=officer)
    waiting(8, status="awaiting_second_officer")
    waiting(1)
    first = waiting(5)

    assert claims.claim_next(by=olga) == first
    assert whose(first) == "olga"
    assert journal() == [("claimed", "olga", {})]


def test_where_nothing_is_left_there_is_no_next_one(olga, officer):
    waiting(1, assignee=officer)

    assert claims.claim_next(by=olga) is None


# At once


@pytest.mark.django_db(transaction=True)
def test_of_officers_who_claim_at_once_one_gets_it():
    application = builders.application()
    people = [builders.person(f"officer{i}") for i in range(THREADS)]

    def attempt(number):
        try:
            claims.claim(application.pk, by=people[number])
        except claims.Taken:
            return "refused"
        return people[number].username

    got = at_once(attempt)

    assert got.count("refused") == THREADS - 1
    assert whose(application) in got
    assert len(journal()) == 1


@pytest.mark.django_db(transaction=True)
def test_officers_who_ask_for_the_next_one_at_once_get_one_each():
    for days in range(THREADS):
        waiting(days)
    people = [builders.person(f"officer{i}") for i in range(THREADS)]

    got = at_once(lambda number: claims.claim_next(by=people[number]))

    assert len({one.pk for one in got if one}) == THREADS


@pytest.mark.django_db(transaction=True)
def test_of_those_who_claim_the_same_several_at_once_each_goes_to_one():
    keys = [builders.application().pk for _ in range(8)]
    people = [builders.person(f"officer{i}") for i in range(THREADS)]

    def attempt(number):
        order = keys if number % 2 else keys[::-1]
        return claims.claim_each(order, by=people[number]).claimed

    got = [one.pk for claimed in at_once(attempt) for one in claimed]

    assert sorted(got) == sorted(keys)
