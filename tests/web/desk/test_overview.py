"""The overview as officers see it."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from predictor.models.roles import Role
from tests import builders

pytestmark = pytest.mark.django_db

OVERVIEW = reverse("overview")


def page_of(client):
    return client.get(OVERVIEW).content.decode()


def figures(page):
    """Return the figures of the page, those of the officer before the team's."""
    return re.findall(r"<dt>([^<]+)</dt><dd>([^<]+)</dd>", page)


def decided(by, **changes):
    seen = builders.prediction(application=builders.application())
    values = {"decided_by": by, "created_at": timezone.now()}
    return builders.decision(prediction=seen, **values | changes)


def test_officer_and_team_have_their_figures(officer_client, officer):
    against = {"override_code": "facts", "override_text": "Known to the branch."}
    decided(officer)
    decided(builders.person("olga"), verdict="decline", **against)
    builders.application(assignee=officer)

    assert figures(page_of(officer_client)) == [
        ("Claimed, to decide", "1"),
        ("Decided today", "1"),
        ("Overrides today", "0"),
        ("Claimed, to decide", "1"),
        ("Decided today", "2"),
        ("Overrides today", "1"),
    ]


def test_queues_lead_to_their_tabs(officer_client):
    builders.application(completed_at=timezone.now() - timedelta(days=40))

    page = page_of(officer_client)

    for tab in ("to_decide", "incomplete", "offers", "letters", "mine"):
        assert f'href="{reverse("application-list")}?tab={tab}"' in page
    assert "<strong>1</strong>" in page


def test_chart_is_named_described_and_repeated_as_a_table(officer_client, officer):
    decided(officer)
    decided(officer, verdict="decline")

    page = page_of(officer_client)

    assert 'role="img" aria-labelledby="days-title days-desc"' in page
    assert re.findall(r'<rect class="(\w+)" x="527"', page) == ["approve", "decline"]
    newest = page.split("newest first")[1].split("<tbody>")[1].split("</tr>")[0]
    assert re.findall(r">(\d+)</td>", newest) == ["1", "1", "0"]


def test_desk_where_nothing_happened_has_an_overview(officer_client):
    page = page_of(officer_client)

    assert '<rect class="approve" x=' not in page
    assert len(re.findall(r'class="day"', page)) == 14


def test_scores_that_are_hidden_change_no_figure(officer_client, officer, settings):
    builders.prediction()
    decided(officer)
    before = figures(page_of(officer_client))

    settings.BLIND_SHARE = 1

    page = page_of(officer_client)
    assert figures(page) == before
    assert "%" not in page


def test_who_does_not_decide_sees_the_team_alone():
    auditor = Client()
    auditor.force_login(builders.person_as(Role.AUDITOR))

    page = page_of(auditor)

    assert "For the team" in page
    assert "For you" not in page


def test_navigation_leads_to_it(officer_client):
    page = officer_client.get(reverse("application-list")).content.decode()

    assert f'<a href="{OVERVIEW}">Overview</a>' in page
    assert f'<a href="{OVERVIEW}" aria-current="page">' in page_of(officer_client)


def test_overview_asks_the_database_twelve_times_at_most(
    officer_client, officer, django_assert_max_num_queries
):
    for number in range(20):
        decided(builders.person(f"officer{number}"))
        builders.application(assignee=officer)

    with django_assert_max_num_queries(12):
        officer_client.get(OVERVIEW)
