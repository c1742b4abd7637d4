"""The queue, narrowed: by reference, status, suggestion, claim and source."""

import re

import pytest
from django.urls import reverse

from predictor.models import Verdict
from predictor.models.roles import Role
from predictor.services.deciding import blind
from tests import builders
from tests.web.desk.reading import page_of, shown

pytestmark = pytest.mark.django_db


def many(count, **changes):
    return [builders.application(loan_id=f"LP{i:04}", **changes) for i in range(count)]


@pytest.mark.parametrize("wanted", ["LP0001", "LP000", " LP0001 "])
def test_search_finds_a_reference_and_how_one_begins(officer_client, wanted):
    many(2)
    builders.application(loan_id="XLP0001")

    assert "LP0001" in shown(officer_client, q=wanted)
    assert "XLP0001" not in shown(officer_client, q=wanted)


def test_search_tells_capitals_from_small_letters(officer_client):
    many(1)

    assert shown(officer_client, q="lp") == []


@pytest.mark.parametrize("wanted", ["LP\0", "%", "LP_001", "'", "é", "x" * 5000])
def test_what_is_no_reference_finds_nothing(officer_client, wanted):
    many(2)

    assert shown(officer_client, q=wanted) == []


def test_search_in_a_tab_offers_to_look_among_all(officer_client):
    builders.application(loan_id="GONE", status="withdrawn")

    page = page_of(officer_client, q="GONE")

    [address] = re.findall(r'href="\?([^"]+)">Look among all', page)
    assert shown(officer_client, **dict(p.split("=") for p in address.split("&amp;")))


def test_whole_reference_is_found_whatever_begins_with_it(officer_client, monkeypatch):
    monkeypatch.setattr("predictor.web.desk.found.LOOKED_THROUGH", 3)
    for loan_id in ("LP1", "LP10", "LP11", "LP12", "LP13"):
        builders.application(loan_id=loan_id)

    assert shown(officer_client, q="LP1") == ["LP1"]
    assert "More applications begin with LP1" in page_of(officer_client, q="LP1")


def test_search_that_more_begin_with_than_can_be_shown_says_so(
    officer_client, monkeypatch
):
    many(5)
    monkeypatch.setattr("predictor.web.desk.found.LOOKED_THROUGH", 3)

    page = page_of(officer_client, q="LP")

    assert "More applications begin with LP" in page
    assert shown(officer_client, q="LP000", dir="asc") == ["LP0002", "LP0003", "LP0004"]


def test_status_source_and_claim_narrow_together(officer_client, officer):
    fits = {"status": "ready", "source": "form", "assignee": officer}
    builders.application(loan_id="FITS", **fits)
    for other in (
        {"status": "awaiting_second_officer"},
        {"source": "api"},
        {"assignee": None},
        {"assignee": builders.person("olga")},
    ):
        builders.application(**fits | other)

    asked = {"status": "ready", "source": "form", "whose": "me"}

    assert shown(officer_client, **asked) == ["FITS"]
    assert shown(officer_client, **asked, q="LP") == []
    assert shown(officer_client, **asked, suggestion="none") == ["FITS"]


def test_unclaimed_alone_can_be_shown(officer_client, officer):
    builders.application(assignee=officer)
    free = builders.application()

    assert shown(officer_client, whose="nobody") == [free.loan_id]


def test_filters_stay_in_the_form_and_can_be_cleared(officer_client):
    builders.application(source="form")

    page = page_of(officer_client, source="form", order="touched")

    assert '<option value="form" selected>' in page
    assert '<option value="touched" selected>' in page
    assert "<details open>" in page
    assert 'href="?order=touched">Clear filters</a>' in page


@pytest.mark.parametrize("name", ["tab", "status", "suggestion", "whose", "source"])
@pytest.mark.parametrize("value", ["", "maybe", "\0", "Approve"])
def test_what_cannot_be_chosen_narrows_nothing(officer_client, name, value):
    many(2)

    assert len(shown(officer_client, **{name: value})) == 2


# Suggestions


@pytest.fixture
def suggested():
    """Return one application for each suggestion, and one that was never scored."""
    made = {"none": builders.application()}
    for kind, probability in (("approve", 0.9), ("refer", 0.5), ("decline", 0.1)):
        made[kind] = builders.application()
        builders.prediction(
            application=made[kind], recommendation=kind, probability=probability
        )
    return {kind: application.loan_id for kind, application in made.items()}


@pytest.mark.parametrize("kind", ["approve", "refer", "decline", "none"])
def test_queue_can_be_narrowed_to_a_suggestion(officer_client, suggested, kind):
    assert shown(officer_client, suggestion=kind) == [suggested[kind]]


def test_newest_suggestion_alone_counts(officer_client):
    application = builders.application()
    builders.prediction(application=application)
    builders.prediction(
        application=application, recommendation="decline", probability=0.1
    )

    assert shown(officer_client, suggestion="approve") == []
    assert shown(officer_client, suggestion="decline") == [application.loan_id]


def test_search_and_suggestion_narrow_together(officer_client, suggested):
    wanted = suggested["decline"]

    assert shown(officer_client, suggestion="decline", q=wanted) == [wanted]
    assert shown(officer_client, suggestion="approve", q=wanted) == []


# Hidden scores


@pytest.mark.parametrize("kind", ["approve", "refer", "decline"])
def test_hidden_score_neither_lets_in_nor_keeps_out(
    officer_client, suggested, settings, kind
):
    settings.BLIND_SHARE = 1

    page = page_of(officer_client, suggestion=kind)

    assert "3 applications are left out here" in page
    assert shown(officer_client, suggestion=kind) == []


def test_score_is_hidden_in_its_row_until_the_first_view(
    officer_client, officer, settings
):
    settings.BLIND_SHARE = 1
    made = builders.prediction()

    hidden = page_of(officer_client)
    blind.record_first_view(made.application, Verdict.DECLINE, by=officer)
    seen = page_of(officer_client)

    assert "Hidden until your first view" in hidden
    assert "83 %" not in hidden
    assert "suggestion approve" not in hidden
    assert "83 %" in seen
    assert shown(officer_client, suggestion="approve") == [made.application.loan_id]


def test_what_was_never_scored_hides_nothing(officer_client, suggested, settings):
    settings.BLIND_SHARE = 1

    assert shown(officer_client, suggestion="none") == [suggested["none"]]
    assert "Not scored" in page_of(officer_client)


def test_hidden_scores_change_no_order(officer_client, suggested, settings):
    before = {o: shown(officer_client, order=o) for o in ("due", "received", "touched")}

    settings.BLIND_SHARE = 1

    assert {o: shown(officer_client, order=o) for o in before} == before


def test_who_does_not_decide_sees_every_score(client, administrator, settings):
    settings.BLIND_SHARE = 1
    builders.prediction()
    auditor = builders.person_as(Role.AUDITOR)
    client.force_login(auditor)

    page = client.get(reverse("application-list")).content.decode()

    assert "83 %" in page
    assert "Claim the selected" not in page
