"""Claiming on the pages."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from predictor.models import JournalEntry, LoanApplication
from predictor.models.roles import Role
from tests import builders
from tests.web.desk.reading import page_of

pytestmark = pytest.mark.django_db

SELECTED = reverse("claim-selected")
NEXT = reverse("next-application")


@pytest.fixture
def olga():
    return builders.person_as(Role.LOAN_OFFICER, "olga")


def whose():
    return [one.assignee and one.assignee.username for one in _applications()]


def _applications():
    return LoanApplication.objects.order_by("id").select_related("assignee")


def press(client, application, action, **more):
    address = reverse("claim", args=[application.pk])
    return client.post(address, {"action": action, **more}, follow=True)


def text_of(response):
    return response.content.decode()


# On the application's page


def test_application_is_claimed_and_released_on_its_page(officer_client, olga):
    application = builders.application()

    claimed = text_of(press(officer_client, application, "claim"))
    assert whose() == ["officer"]
    released = text_of(press(officer_client, application, "release"))

    assert whose() == [None]
    assert "It is yours now." in claimed
    assert 'value="release"' in claimed
    assert "Nobody yet." in released


def test_what_somebody_else_has_is_only_taken_over(officer_client, olga):
    application = builders.application(assignee=olga)
    page = officer_client.get(reverse("application-detail", args=[application.pk]))

    refused = text_of(press(officer_client, application, "claim"))
    assert whose() == ["olga"]
    press(officer_client, application, "take-over")

    assert "olga has claimed it." in text_of(page)
    assert 'value="claim"' not in text_of(page)
    assert f"{application.loan_id} is claimed by olga." in refused
    assert whose() == ["officer"]


def test_application_is_assigned_to_another_officer(officer_client, olga, officer):
    application = builders.application()
    page = officer_client.get(reverse("application-detail", args=[application.pk]))

    press(officer_client, application, "assign", to=str(olga.pk))

    assert f'<option value="{olga.pk}">olga</option>' in text_of(page)
    assert f'<option value="{officer.pk}"' not in text_of(page)
    assert whose() == ["olga"]


@pytest.mark.parametrize("to", ["", "0", "x", "9" * 30, "9" * 5_000, "²", None])
def test_nobody_is_assigned_nothing(officer_client, olga, to):
    application = builders.application()
    who = {} if to is None else {"to": to}

    page = text_of(press(officer_client, application, "assign", **who))

    assert "Choose an officer who may decide." in page
    assert whose() == [None]


def test_what_waits_for_nothing_has_no_buttons(officer_client):
    application = builders.application(status="withdrawn")
    address = reverse("application-detail", args=[application.pk])

    assert 'value="claim"' not in text_of(officer_client.get(address))


def test_application_that_does_not_exist_is_not_found(officer_client):
    address = reverse("claim", args=["0" * 8 + "-0000-0000-0000-" + "0" * 12])

    assert officer_client.post(address).status_code == 404


# In the queue


def test_ticked_ones_are_claimed_and_the_list_stays_where_it_was(officer_client, olga):
    ticked = [builders.application(), builders.application()]
    builders.application()
    theirs = builders.application(assignee=olga)
    page = page_of(officer_client, order="received", dir="asc")
    [address] = re.findall(rf'action="({SELECTED}[^"]*)"', page)
    keys = [str(one.pk) for one in (*ticked, theirs)]

    answer = officer_client.post(
        address.replace("&amp;", "&"), {"key": [*keys, "x"]}, follow=True
    )

    assert whose() == ["officer", "officer", None, "olga"]
    assert answer.redirect_chain[-1][0].endswith("?order=received&dir=asc")
    assert "2 applications are yours now." in text_of(answer)
    assert f"{theirs.loan_id} is claimed by olga." in text_of(answer)


def test_only_what_is_free_can_be_ticked(officer_client, olga):
    free = builders.application()
    builders.application(assignee=olga)

    ticks = re.findall(r'name="key" value="([^"]+)"', page_of(officer_client))

    assert ticks == [str(free.pk)]


def test_nothing_ticked_says_so(officer_client):
    answer = officer_client.post(SELECTED, follow=True)

    assert "Select the applications to claim first." in text_of(answer)


def test_claiming_a_whole_page_asks_the_database_twelve_times_at_most(
    officer_client, django_assert_max_num_queries
):
    keys = [str(builders.application().pk) for _ in range(25)]

    with django_assert_max_num_queries(12):
        officer_client.post(SELECTED, {"key": keys})

    assert JournalEntry.objects.count() == 25


def test_next_application_opens_its_newest_result(officer_client):
    application = builders.application()
    builders.prediction(application=application)
    newest = builders.prediction(application=application)

    answer = officer_client.post(NEXT)

    assert answer.url == reverse("prediction-detail", args=[newest.pk])
    assert whose() == ["officer"]


def test_where_nothing_is_free_the_next_one_is_the_list(officer_client, olga):
    builders.application(assignee=olga)

    answer = officer_client.post(NEXT, follow=True)

    assert "Nothing waits that is nobody&#x27;s yet." in text_of(answer)


# Who is not logged in


@pytest.mark.parametrize("name", ["claim-selected", "next-application", "claim"])
def test_end_of_the_session_claims_nothing_and_says_so(client, officer, name):
    application = builders.application()
    address = reverse(name, args=[application.pk] if name == "claim" else [])
    data = {"key": str(application.pk)}

    interrupted = text_of(client.post(address, data))
    [kept] = re.findall(r'name="kept" value="([^"]+)"', interrupted)
    login = {"username": "officer", "password": "officer-officer", "kept": kept}
    page = text_of(client.post(reverse("login"), login, follow=True))

    assert "Press it once more." in page
    assert whose() == [None]


def test_who_may_not_decide_claims_nothing():
    application = builders.application()
    auditor = Client()
    auditor.force_login(builders.person_as(Role.AUDITOR))

    assert press(auditor, application, "claim").status_code == 403
    assert auditor.post(NEXT).status_code == 403
    assert auditor.post(SELECTED, {"key": str(application.pk)}).status_code == 403
    assert whose() == [None]
