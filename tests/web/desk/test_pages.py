"""Pages of the queue: nothing is lost or shown twice, whatever the order."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from predictor.models import LoanApplication
from predictor.web.paging import pages
from predictor.web.paging.pages import PAGE_SIZE
from tests import builders
from tests.web.desk.reading import page_of, shown

pytestmark = pytest.mark.django_db

ORDERS = [(by, way) for by in ("due", "received", "touched") for way in ("asc", "desc")]


@pytest.fixture
def small(monkeypatch):
    """Let pages be of four rows."""
    monkeypatch.setattr(pages, "PAGE_SIZE", 4)


@pytest.fixture
def tied():
    """Return applications with ties and unknown moments in each order."""
    now = timezone.now()
    moments = [now - timedelta(days=days) for days in (3, 3, 3, 3, 3, 3, 2, 2, 1)]
    for moment in (*moments, None, None, None, None, None, None):
        builders.application(
            status="counter_offer",
            decided_at=moment,
            received_at=moment,
            updated_at=moment or now,
        )


def walk(client, name, **query):
    """Return the pages from the one that the query names, following ``name``."""
    found: list[list[str]] = []
    while len(found) < 20:
        response = client.get(reverse("application-list"), query)
        found.append([line.application.loan_id for line in response.context["lines"]])
        onward = getattr(response.context["page"], name)
        if onward is None:
            return found, response.context["page"]
        query.pop("after", None)
        query.pop("before", None)
        query["after" if name == "next" else "before"] = str(onward)
    raise AssertionError("It never ends.")


def expected(by, way):
    """Return the references in order: unknown moments last, ties by their keys."""
    column = {"due": "decided_at", "received": "received_at", "touched": "updated_at"}
    rows = sorted(LoanApplication.objects.all(), key=lambda one: one.pk)
    rows = rows[::-1] if way == "desc" else rows
    known = [one for one in rows if getattr(one, column[by])]
    known.sort(key=lambda one: getattr(one, column[by]), reverse=way == "desc")
    unknown = [one for one in rows if not getattr(one, column[by])]
    return [one.loan_id for one in (*known, *unknown)]


@pytest.mark.usefixtures("small", "tied")
@pytest.mark.parametrize(("by", "way"), ORDERS)
@pytest.mark.parametrize("narrowed", [{}, {"source": "api"}, {"q": "LP"}])
def test_pages_forward_and_back_have_each_row_once(officer_client, by, way, narrowed):
    query = {"tab": "offers", "order": by, "dir": way, **narrowed}
    forward, last = walk(officer_client, "next", **query)
    start = {"before": str(last.previous)}
    back, first = walk(officer_client, "previous", **query, **start)

    assert sum(forward, []) == expected(by, way)
    assert back[::-1] == forward[:-1]
    assert first.previous is None


@pytest.mark.usefixtures("small")
def test_all_stand_newest_first_or_last(officer_client):
    made = [builders.application() for _ in range(9)]
    ordered = [one.loan_id for one in sorted(made, key=lambda one: one.pk)]

    newest, _ = walk(officer_client, "next", tab="all")
    oldest, _ = walk(officer_client, "next", tab="all", dir="asc")

    assert sum(newest, []) == ordered[::-1]
    assert sum(oldest, []) == ordered


def test_full_page_alone_has_no_neighbours(officer_client):
    for _ in range(PAGE_SIZE):
        builders.application()

    page = officer_client.get(reverse("application-list")).context["page"]

    assert (page.previous, page.next) == (None, None)


def test_what_was_asked_for_is_kept_from_page_to_page(officer_client):
    for _ in range(PAGE_SIZE + 1):
        builders.application()

    page = page_of(officer_client, q="LP", order="received", source="api")

    assert '"?q=LP&amp;order=received&amp;source=api&amp;after=' in page


@pytest.mark.usefixtures("small")
def test_row_that_moves_on_meanwhile_hides_no_other(officer_client):
    now = timezone.now()
    made = [
        builders.application(completed_at=now - timedelta(days=9 - i)) for i in range(9)
    ]
    first = officer_client.get(reverse("application-list")).context["page"]

    LoanApplication.objects.filter(pk__in=[m.pk for m in made[:4]]).update(
        status="withdrawn"
    )

    second = shown(officer_client, after=str(first.next))
    assert second == [one.loan_id for one in made[4:8]]


@pytest.mark.parametrize("name", ["before", "after"])
@pytest.mark.parametrize(
    "key",
    [
        "\0",
        "1",
        "x" * 5000,
        "{}",
        "12_34",
        "9" * 18 + "_" + "0" * 32,
        "1_" + "g" * 32,
        "1_" + "0-" * 17,
        "٣_" + "0" * 32,
    ],
)
def test_page_that_does_not_exist_is_the_first_one(officer_client, name, key):
    builders.application()
    builders.application()

    assert len(shown(officer_client, **{name: key})) == 2


@pytest.mark.parametrize("order", ["due", "received", "touched"])
def test_page_behind_everything_leads_to_the_first(officer_client, order):
    builders.application()

    page = page_of(officer_client, order=order, after="f" * 32)

    assert "There are no applications on this page" in page
    assert f'href="?order={order}">Show the first page' in page


def test_page_looks_through_so_many_and_leads_on(officer_client, monkeypatch):
    monkeypatch.setattr(pages, "LOOKED_THROUGH", 30)
    wanted = [builders.application().loan_id for _ in range(2)]
    for _ in range(70):
        builders.prediction(application=builders.application())

    found, _ = walk(officer_client, "next", suggestion="none", tab="all")

    assert sum(found, []) == wanted[::-1]
    assert len(found) == 3


def test_empty_page_that_leads_on_says_so(officer_client, monkeypatch):
    monkeypatch.setattr(pages, "LOOKED_THROUGH", 2)
    for _ in range(3):
        builders.application()

    page = page_of(officer_client, suggestion="refer")

    assert "None of the 2 applications that were looked through fits." in page
    assert 'rel="next"' in page
