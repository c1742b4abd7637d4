"""The queue: its tabs, rows and order, and how it is narrowed."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests import builders
from tests.web.desk.reading import page_of, shown

pytestmark = pytest.mark.django_db


def ago(**span):
    return timezone.now() - timedelta(**span)


def waiting(days, **changes):
    """Return an application that was complete so many days ago."""
    return builders.application(
        received_at=ago(days=days), completed_at=ago(days=days), **changes
    )


def tab_counts(client):
    response = client.get(reverse("application-list"))
    return {tab["value"]: tab["count"] for tab in response.context["tabs"]}


@pytest.fixture
def one_of_each(officer):
    """Return the reference of one application in each place where it can wait."""
    told = {"notified_at": timezone.now(), "decided_at": timezone.now()}
    second = builders.application(loan_id="SECOND", status="awaiting_second_officer")
    builders.application(loan_id="READY", assignee=officer)
    builders.application(loan_id="LACKS", status="incomplete", completed_at=None)
    builders.application(loan_id="OFFER", status="counter_offer", **told)
    letter = builders.declined()
    sent = builders.declined().application
    sent.notified_at = timezone.now()
    sent.save()
    builders.application(
        loan_id="FILE", status="approved", loan_status="Y", label_source="imported"
    )
    builders.application(loan_id="GONE", status="withdrawn")
    return {"second": second.loan_id, "letter": letter.application.loan_id}


# Tabs


def test_each_tab_has_what_waits_there(officer_client, one_of_each):
    expected = {
        "to_decide": {"READY", one_of_each["second"]},
        "incomplete": {"LACKS"},
        "offers": {"OFFER"},
        "letters": {one_of_each["letter"]},
        "mine": {"READY"},
    }

    assert {t: set(shown(officer_client, tab=t)) for t in expected} == expected
    assert tab_counts(officer_client) == {
        "to_decide": 2,
        "incomplete": 1,
        "offers": 1,
        "letters": 1,
        "mine": 1,
        "all": None,
    }


def test_all_has_everything(officer_client, one_of_each):
    assert len(shown(officer_client, tab="all")) == 8


def test_what_is_to_be_decided_is_shown_first(officer_client, one_of_each):
    assert shown(officer_client) == shown(officer_client, tab="to_decide")


def test_letter_of_a_decision_leaves_its_tab_once_it_is_sent(officer_client):
    application = builders.declined().application
    assert shown(officer_client, tab="letters") == [application.loan_id]

    application.notified_at = timezone.now()
    application.save()

    assert shown(officer_client, tab="letters") == []


def test_counter_offer_without_its_letter_says_so(officer_client):
    builders.application(status="counter_offer", decided_at=timezone.now())

    assert "Letter not sent" in page_of(officer_client, tab="offers")


def test_numbers_of_tabs_end_somewhere(officer_client, monkeypatch):
    monkeypatch.setattr("predictor.models.bounded.MOST", 2)
    for _ in range(4):
        builders.application()

    assert '<span class="count">2+</span>' in page_of(officer_client)


@pytest.mark.parametrize(
    "tab", ["to_decide", "incomplete", "offers", "letters", "mine"]
)
def test_tab_where_nothing_waits_says_what_to_do(officer_client, tab):
    page = page_of(officer_client, tab=tab)

    assert f'href="{reverse("application-list")}?tab=all"' in page
    assert "<table" not in page


def test_desk_without_applications_leads_to_the_form(officer_client):
    page = page_of(officer_client, tab="all")

    assert "There are no applications yet." in page
    assert f'<a class="button" href="{reverse("application-new")}">' in page


# Rows


def test_row_shows_what_an_officer_needs(officer_client, officer):
    application = waiting(27, loan_amount=128.5, assignee=builders.person("olga"))
    builders.prediction(application=application)
    newest = builders.prediction(
        application=application, recommendation="decline", probability=0.21
    )

    page = page_of(officer_client)

    assert reverse("prediction-detail", args=[newest.pk]) in page
    assert '<span class="chance">21 %</span>' in page
    assert "83 %" not in page
    for words in ("128,500", "Ready", "27 days ago", "3 days left", "olga"):
        assert words in page


def test_application_of_which_little_is_known_says_so(officer_client):
    builders.application(
        loan_amount=None, received_at=None, status="incomplete", completed_at=None
    )

    page = page_of(officer_client, tab="incomplete")

    for words in ("Not scored", "Not known", "Not recorded", "Nothing", "Nobody"):
        assert words in page


def test_late_application_says_by_how_much(officer_client):
    waiting(35)

    assert "5 days late" in page_of(officer_client)


def test_received_today_is_today(officer_client):
    builders.application()

    assert ">Today</time>" in page_of(officer_client)


def test_own_claim_is_told_from_others(officer_client, officer):
    builders.application(assignee=officer)

    assert "<strong>You</strong>" in page_of(officer_client)


# Order


@pytest.fixture
def three():
    """Return three whose received, due and changed days are in different orders."""
    rows = {"A": (1, 3, 2), "B": (2, 1, 3), "C": (3, 2, 1)}
    for loan_id, (received, completed, updated) in rows.items():
        builders.application(
            loan_id=loan_id,
            received_at=ago(days=received),
            completed_at=ago(days=completed),
            updated_at=ago(days=updated),
        )


@pytest.mark.parametrize(
    ("asked", "order"),
    [
        ({}, "ACB"),
        ({"order": "due"}, "ACB"),
        ({"order": "due", "dir": "desc"}, "BCA"),
        ({"order": "received"}, "ABC"),
        ({"order": "received", "dir": "asc"}, "CBA"),
        ({"order": "touched"}, "CAB"),
        ({"order": "touched", "dir": "asc"}, "BAC"),
        ({"order": "name"}, "ACB"),
        ({"order": "due", "dir": "up"}, "ACB"),
    ],
)
def test_order_stands_in_the_address(officer_client, three, asked, order):
    assert "".join(shown(officer_client, **asked)) == order


def test_counter_offer_is_due_ninety_days_after_it_was_told(officer_client):
    builders.application(
        loan_id="FRESH",
        status="counter_offer",
        decided_at=ago(days=80),
        notified_at=ago(days=10),
    )
    builders.application(loan_id="OLD", status="counter_offer", decided_at=ago(days=50))

    assert shown(officer_client, tab="offers") == ["OLD", "FRESH"]


def test_own_work_is_ordered_by_when_it_is_due(officer_client, officer):
    waiting(5, loan_id="DECIDE", assignee=officer)
    builders.application(
        loan_id="OFFER",
        status="counter_offer",
        decided_at=ago(days=20),
        assignee=officer,
    )

    assert shown(officer_client, tab="mine") == ["DECIDE", "OFFER"]


def test_own_work_may_be_more_than_is_put_in_order(
    officer_client, officer, monkeypatch
):
    monkeypatch.setattr("predictor.web.desk.found.LOOKED_THROUGH", 2)
    for days in (2, 3, 1, 4):
        waiting(days, loan_id=f"D{days}", assignee=officer)

    assert shown(officer_client, tab="mine") == ["D4", "D3", "D2", "D1"]


# Costs


@pytest.mark.parametrize("share", [0, 1])
@pytest.mark.parametrize("asked", [{}, {"suggestion": "approve", "q": "LP"}])
def test_page_asks_the_database_twelve_times_at_most(
    officer_client, settings, django_assert_max_num_queries, asked, share
):
    settings.BLIND_SHARE = share
    for _ in range(30):
        builders.prediction(application=builders.application())
    middle = officer_client.get(reverse("application-list")).context["page"].next

    with django_assert_max_num_queries(12):
        shown(officer_client, after=str(middle), order="touched", **asked)


def test_queue_asks_who_is_not_logged_in_to_log_in(client):
    assert client.get(reverse("application-list")).url.startswith(reverse("login"))
