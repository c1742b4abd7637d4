"""The prediction history."""

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from predictor.admin import base
from predictor.models import Prediction
from predictor.models.roles import Role, group_of
from predictor.services import accounts
from tests import builders

pytestmark = pytest.mark.django_db
LIST = reverse("admin:predictor_prediction_changelist")


def page(prediction):
    return reverse("admin:predictor_prediction_change", args=[prediction.pk])


def shown(client, **query):
    """Return the predictions that the list shows."""
    answer = client.get(LIST, query)
    assert answer.status_code == 200
    return list(answer.context["cl"].result_list)


def messages(client, **query):
    return [str(m) for m in client.get(LIST, query).context["messages"]]


def test_list_says_what_was_recommended_to_whom(boss):
    prediction = builders.prediction()

    text = boss.get(LIST).content.decode()

    for part in ("Approve", "83.1\u00a0%", "Version 1", "API", "clerk"):
        assert part in text
    assert prediction.application.loan_id in text


def test_newest_comes_first(boss):
    older, newer = builders.prediction(), builders.prediction()

    assert shown(boss) == [newer, older]


def test_order_is_not_for_the_address_to_say(boss):
    high = builders.prediction(probability=0.9)
    low = builders.prediction(probability=0.7)

    assert shown(boss, o="4") == shown(boss, o="-4") == [low, high]


def test_filter_by_recommendation(boss):
    builders.prediction()
    declined = builders.prediction(probability=0.1, recommendation="decline")

    assert shown(boss, recommendation="decline") == [declined]


def test_filter_by_version(boss):
    builders.prediction(model_version=builders.model_version())
    second = builders.prediction(model_version=builders.model_version())

    assert shown(boss, version="2") == [second]


def test_filter_by_channel(boss):
    builders.prediction()
    typed = builders.prediction(channel="form")

    assert shown(boss, channel="form") == [typed]


def test_filter_by_date_takes_both_days_in(boss):
    days = [datetime(2026, 3, day, hour, tzinfo=UTC) for day, hour in [(1, 23), (2, 0)]]
    days += [datetime(2026, 3, 3, 23, 59, tzinfo=UTC), datetime(2026, 3, 4, tzinfo=UTC)]
    made = [builders.prediction(created_at=day) for day in days]

    found = shown(boss, date_from="2026-03-02", date_to="2026-03-03")

    assert found == [made[2], made[1]]


def test_filters_left_empty_filter_nothing(boss):
    prediction = builders.prediction()

    assert shown(
        boss, recommendation="", version="", date_from="", date_to="2999-01-01"
    ) == [prediction]


def test_search_finds_a_loan_id_and_what_begins_like_it(boss):
    ids = ("LP001", "LP0010", "XLP001")
    made = [
        builders.prediction(application=builders.application(loan_id=i)) for i in ids
    ]

    assert shown(boss, q="LP0010") == [made[1]]
    assert shown(boss, q=" LP001 ") == [made[1], made[0]]
    assert shown(boss, q="LP002") == []


def test_search_takes_wildcards_for_no_wildcards(boss):
    builders.prediction(application=builders.application(loan_id="LPx001"))

    assert shown(boss, q="LP_001") == []


@pytest.mark.parametrize(
    "query",
    [
        {"q": "a\0b"},
        {"q": "not an ID"},
        {"q": "x" * 5000},
        {"recommendation": "maybe"},
        {"recommendation": "\0"},
        {"version": "one"},
        {"version": "9" * 40},
        {"channel": "\ud7ff"},
        {"date_from": "yesterday"},
        {"date_to": "2026-02-30"},
        {"date_from": "\0"},
    ],
)
def test_what_cannot_be_found_is_said(boss, query):
    builders.prediction()

    assert messages(boss, **query)


@pytest.mark.parametrize(
    "query",
    [
        {"date_from": "0001-01-01", "date_to": "9999-12-31"},
        {"p": "99999999999999999999"},
        {"p": "-1"},
        {"p": "x"},
        {"o": "99.-x.\0"},
        {"e": "1"},
        {"all": ""},
        {"_popup": "1"},
        {"_facets": "True"},
    ],
)
def test_odd_addresses_show_the_list(boss, query):
    prediction = builders.prediction()

    assert shown(boss, **query) == [prediction]


@pytest.mark.parametrize(
    "name", ["probability__gt", "inputs__Gender", "request_id", "\0", "_to_field"]
)
def test_no_other_column_can_be_asked_for(boss, name):
    assert boss.get(LIST, {name: "\0"}).status_code == 400


def test_list_needs_as_many_queries_for_many_as_for_one(boss):
    version = builders.model_version()
    builders.prediction(model_version=version)
    with CaptureQueriesContext(
        connection,
    ) as few:
        shown(boss)
    for number in range(10):
        builders.prediction(
            model_version=version, requested_by=builders.person(f"person{number}")
        )
    with CaptureQueriesContext(connection) as many:
        shown(boss)

    assert len(many) == len(few)


def test_list_counts_so_far_and_no_further(boss, monkeypatch):
    monkeypatch.setattr(base, "MOST_COUNTED", 3)
    for _ in range(4):
        builders.prediction()

    assert "The newest 3 predictions" in boss.get(LIST).content.decode()


def test_nobody_adds_changes_or_deletes(boss):
    prediction = builders.prediction()

    for verb in ("change", "delete"):
        address = reverse(f"admin:predictor_prediction_{verb}", args=[prediction.pk])
        assert boss.post(address, {"probability": 1}).status_code == 403
    assert boss.get(reverse("admin:predictor_prediction_add")).status_code == 403
    assert boss.post(LIST, {"action": "delete_selected"}).status_code in (200, 302)
    assert Prediction.objects.get().probability == prediction.probability


def test_who_may_look_sees_it(viewer):
    assert shown(viewer) == []


def test_who_may_not_look_does_not(officer_client):
    assert officer_client.get(LIST).status_code == 302
    manager = Client()
    manager.force_login(builders.person_as(Role.MODEL_MANAGER))
    assert manager.get(LIST).status_code == 403


def test_officer_who_has_another_role_too_sees_no_protected_attributes(
    officer, officer_client
):
    officer.groups.add(group_of(Role.MODEL_MANAGER))
    accounts.settle(officer)
    made = builders.prediction()

    for address in (
        page(made),
        reverse("admin:predictor_loanapplication_change", args=[made.application_id]),
    ):
        shown = officer_client.get(address)
        assert shown.status_code == 200
        assert "Protected attributes" not in shown.content.decode()
        assert "Married" not in shown.content.decode()
