"""The list of applications."""

from uuid import uuid4

import pytest
from django.urls import reverse

from predictor.web.history import application_list, pages
from predictor.web.history.pages import PAGE_SIZE
from tests import builders


def shown(client, **query):
    """Return the references of a page, in its order."""
    response = client.get(reverse("application-list"), query)
    assert response.status_code == 200
    return [line.application.loan_id for line in response.context["lines"]]


def many(count):
    return [builders.application(loan_id=f"LP{i:04}") for i in range(count)]


def many_more(count):
    return [builders.application(loan_id=f"MORE{i:04}") for i in range(count)]


def newest_first(applications):
    ordered = sorted(applications, key=lambda application: application.pk, reverse=True)
    return [application.loan_id for application in ordered]


def test_applications_stand_newest_first(officer_client):
    applications = many(3)

    assert shown(officer_client) == newest_first(applications)


def test_line_shows_amount_newest_suggestion_and_status(officer_client):
    application = builders.application(loan_amount=128.5)
    builders.prediction(application=application)
    newest = builders.prediction(
        application=application, recommendation="decline", probability=0.21
    )

    page = officer_client.get(reverse("application-list")).content.decode()

    assert "128,500" in page
    assert reverse("prediction-detail", args=[newest.pk]) in page
    assert '<span class="chance">21 %</span>' in page
    assert "83 %" not in page
    assert "Ready" in page


def test_application_that_was_not_scored_says_so(officer_client):
    builders.application(
        loan_amount=None, received_at=None, status="incomplete", completed_at=None
    )

    page = officer_client.get(reverse("application-list")).content.decode()

    for words in ("Not scored", "Not known", "Not recorded"):
        assert words in page


def test_pages_lead_to_older_and_newer_ones_and_lose_nothing(officer_client):
    expected = newest_first(many(2 * PAGE_SIZE + 1))
    first = officer_client.get(reverse("application-list")).context["page"]
    second = officer_client.get(
        reverse("application-list"), {"before": first.older}
    ).context["page"]
    third = officer_client.get(
        reverse("application-list"), {"before": second.older}
    ).context["page"]
    back = officer_client.get(
        reverse("application-list"), {"after": third.newer}
    ).context["page"]

    walked = [*first.rows, *second.rows, *third.rows]
    assert [application.loan_id for application in walked] == expected
    assert back.rows == second.rows
    assert (first.newer, third.older) == (None, None)


def test_full_page_alone_has_no_neighbours(officer_client):
    many(PAGE_SIZE)

    page = officer_client.get(reverse("application-list")).context["page"]

    assert (page.older, page.newer) == (None, None)


@pytest.mark.parametrize("wanted", ["LP0001", "LP000", " LP0001 "])
def test_search_finds_a_reference_and_how_one_begins(officer_client, wanted):
    many(2)
    builders.application(loan_id="XLP0001")

    assert "LP0001" in shown(officer_client, q=wanted)
    assert "XLP0001" not in shown(officer_client, q=wanted)


def test_search_is_kept_from_page_to_page(officer_client):
    many(PAGE_SIZE + 1)

    page = officer_client.get(reverse("application-list"), {"q": "LP"})

    assert "?q=LP&amp;before=" in page.content.decode()


def test_search_tells_capitals_from_small_letters(officer_client):
    many(1)

    assert shown(officer_client, q="lp") == []


def test_search_that_finds_too_many_asks_for_more_of_the_reference(
    officer_client, monkeypatch
):
    monkeypatch.setattr(application_list, "LOOKED_THROUGH", 3)
    many(4)

    answer = officer_client.get(reverse("application-list"), {"q": "LP"})
    assert "More than 3 references begin with LP." in answer.content.decode()
    assert shown(officer_client, q="LP") == ["LP0003", "LP0002", "LP0001"]


def test_search_that_finds_just_as_many_as_it_can_show_says_nothing(
    officer_client, monkeypatch
):
    monkeypatch.setattr(application_list, "LOOKED_THROUGH", 3)
    many(3)

    answer = officer_client.get(reverse("application-list"), {"q": "LP"})

    assert "Type more" not in answer.content.decode()
    assert len(answer.context["lines"]) == 3


def test_search_leads_from_page_to_page_and_back(officer_client):
    expected = newest_first(many(PAGE_SIZE + 2))
    many_more(3)
    address = reverse("application-list")

    first = officer_client.get(address, {"q": "LP"}).context["page"]
    second = officer_client.get(address, {"q": "LP", "before": first.older})
    second = second.context["page"]
    back = officer_client.get(address, {"q": "LP", "after": second.newer})

    walked = [*first.rows, *second.rows]
    assert [application.loan_id for application in walked] == expected
    assert back.context["page"].rows == first.rows


# The filter


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
def test_list_can_be_narrowed_to_a_suggestion(officer_client, suggested, kind):
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


def test_suggestion_is_kept_from_page_to_page(officer_client):
    many(PAGE_SIZE + 1)

    response = officer_client.get(reverse("application-list"), {"suggestion": "none"})

    page = response.content.decode()
    assert "?suggestion=none&amp;before=" in page
    assert '<option value="none" selected>Not scored</option>' in page


def test_suggestion_that_is_rare_among_the_newest_is_looked_for_further_back(
    officer_client, monkeypatch
):
    monkeypatch.setattr(pages, "_LOOKED_THROUGH_FIRST", 3)
    wanted = many(PAGE_SIZE + 2)
    for application in many_more(3):
        builders.prediction(application=application)

    answer = officer_client.get(reverse("application-list"), {"suggestion": "none"})

    page = answer.context["page"]
    expected = newest_first(wanted)[:PAGE_SIZE]
    assert [application.loan_id for application in page.rows] == expected
    assert page.older == page.rows[-1].pk


def test_page_looks_through_so_many_and_leads_on(officer_client, monkeypatch):
    monkeypatch.setattr(pages, "LOOKED_THROUGH", 30)
    wanted = many(2)
    for application in many_more(70):
        builders.prediction(application=application)

    found, query, steps = [], {"suggestion": "none"}, 0
    while query and steps < 10:
        page = officer_client.get(reverse("application-list"), query).context["page"]
        found += page.rows
        steps += 1
        query = page.older and {"suggestion": "none", "before": page.older}

    assert [a.loan_id for a in found] == newest_first(wanted)
    assert steps == 3


def test_empty_page_that_leads_on_says_so(officer_client, monkeypatch):
    monkeypatch.setattr(pages, "LOOKED_THROUGH", 2)
    many(3)

    page = officer_client.get(reverse("application-list"), {"suggestion": "refer"})

    assert "There are older ones." in page.content.decode()
    assert 'rel="next"' in page.content.decode()


def test_empty_answer_says_what_was_asked_for(officer_client):
    many(1)

    page = officer_client.get(reverse("application-list"), {"suggestion": "refer"})

    assert "No application fits the suggestion “review”" in page.content.decode()


@pytest.mark.parametrize("suggestion", ["", "maybe", "\0", "Approve"])
def test_suggestion_that_does_not_exist_narrows_nothing(officer_client, suggestion):
    many(2)

    assert len(shown(officer_client, suggestion=suggestion)) == 2


@pytest.mark.parametrize("wanted", ["LP\0", "%", "LP_001", "'", "é", "x" * 5000])
def test_what_is_no_reference_finds_nothing(officer_client, wanted):
    many(2)

    assert shown(officer_client, q=wanted) == []


@pytest.mark.parametrize("key", ["\0", "1", "x" * 5000, "{}"])
@pytest.mark.parametrize("name", ["before", "after"])
def test_page_that_does_not_exist_is_the_first_one(officer_client, name, key):
    many(2)

    assert len(shown(officer_client, **{name: key})) == 2


def test_page_before_everything_is_empty_and_leads_on(officer_client):
    many(1)

    page = officer_client.get(
        reverse("application-list"), {"before": "0" * 32}
    ).content.decode()

    assert "There are no applications on this page" in page


def test_list_costs_the_same_queries_for_many_as_for_one(
    officer_client, django_assert_num_queries
):
    for application in many(PAGE_SIZE):
        builders.prediction(application=application)

    with django_assert_num_queries(
        7
    ):  # session, user, permissions (2), keys, rows, predictions
        shown(officer_client)


def test_list_asks_who_is_not_logged_in_to_log_in(client):
    response = client.get(reverse("application-list"), {"after": uuid4()})

    assert response.url.startswith(reverse("login"))
