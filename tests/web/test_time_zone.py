"""Times are shown in the zone of whoever looks; days that count are the lender's."""

import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from predictor.models import LoanApplication, Notice
from predictor.services import imports, zones
from tests import builders
from tests.rows import row

#: 23:30 of 9 March in New York: in Tokyo it is the next day, in Honolulu it is evening.
LATE = datetime(2026, 3, 10, 3, 30, tzinfo=UTC)
ZONES = {
    "America/New_York": "9 March 2026, 23:30 EDT",
    "Asia/Tokyo": "10 March 2026, 12:30 JST",
    "Pacific/Honolulu": "9 March 2026, 17:30 HST",
}


@pytest.fixture(autouse=True)
def _lender_in_new_york(settings, monkeypatch):
    settings.TIME_ZONE = "America/New_York"
    monkeypatch.setattr(timezone, "now", lambda: LATE)


@pytest.fixture
def in_zone(officer_client):
    """Return a way to sit down at a desk in another zone."""

    def sit(name, cookie=zones.BROWSER):
        officer_client.cookies[cookie] = name
        return officer_client

    return sit


def shown(client, name, *args):
    return client.get(reverse(name, args=args)).content.decode()


@pytest.fixture
def application(db):
    return builders.application(received_at=LATE, completed_at=LATE)


@pytest.mark.parametrize("zone", ZONES)
def test_time_is_shown_in_the_zone_of_the_browser(in_zone, application, zone):
    page = shown(in_zone(zone), "application-detail", application.pk)

    assert ZONES[zone] in page


@pytest.mark.parametrize("zone", ZONES)
def test_deadline_is_the_same_day_wherever_one_looks(in_zone, application, zone):
    page = shown(in_zone(zone), "application-detail", application.pk)

    assert '<time datetime="2026-04-08">8 April 2026</time>: 30 days left' in page


@pytest.mark.parametrize("zone", ZONES)
def test_letter_and_the_day_of_its_sending_are_the_lenders(in_zone, zone):
    declined = builders.declined()
    LoanApplication.objects.update(received_at=LATE)
    client = in_zone(zone)

    first = shown(client, "notice", declined.pk)
    client.post(reverse("notice-sent", args=[declined.pk]), {"sent_on": "2026-03-09"})
    page = shown(client, "notice", declined.pk)

    assert 'value="2026-03-09"' in first
    assert "received on 9 March 2026" in " ".join(first.split())
    assert '<time datetime="2026-03-09">9 March 2026</time>, recorded by' in page
    application = shown(client, "application-detail", declined.application_id)
    assert '<time datetime="2026-03-09">9 March 2026</time>' in application


def test_officer_in_tokyo_cannot_record_a_day_that_the_lender_has_not_reached(in_zone):
    declined = builders.declined()

    tomorrow = {"sent_on": "2026-03-10"}
    page = in_zone("Asia/Tokyo").post(
        reverse("notice-sent", args=[declined.pk]), tomorrow
    )

    assert "lies in the future" in page.content.decode()
    assert not Notice.objects.exists()


def test_day_is_recorded_as_the_lenders_own(in_zone):
    declined = builders.declined(created_at=datetime(2026, 3, 1, tzinfo=UTC))
    LoanApplication.objects.update(decided_at=datetime(2026, 3, 1, tzinfo=UTC))

    in_zone("Asia/Tokyo").post(
        reverse("notice-sent", args=[declined.pk]), {"sent_on": "2026-03-05"}
    )

    told = Notice.objects.get().notified_at
    assert timezone.localdate(told) == date(2026, 3, 5)


@pytest.mark.parametrize("said", ["", "Mars/Olympus", "../etc/passwd", "America", "\0"])
def test_zone_that_does_not_exist_counts_as_the_lenders(in_zone, application, said):
    page = shown(in_zone(said), "application-detail", application.pk)

    assert ZONES["America/New_York"] in page


def test_zone_is_chosen_by_hand_and_goes_before_the_browsers(in_zone, application):
    client = in_zone("Asia/Tokyo")
    address = reverse("preferences")

    page = client.post(address, {"time_zone": "Pacific/Honolulu"}, follow=True)

    assert "Your settings are saved." in page.content.decode()
    assert '<option value="Pacific/Honolulu" selected>' in page.content.decode()
    assert ZONES["Pacific/Honolulu"] in page.content.decode()
    assert ZONES["Pacific/Honolulu"] in shown(
        client, "application-detail", application.pk
    )

    client.post(address, {"time_zone": ""})
    assert ZONES["Asia/Tokyo"] in shown(client, "application-detail", application.pk)


def test_cookie_of_a_choice_is_out_of_reach_of_scripts(officer_client, settings):
    settings.SESSION_COOKIE_SECURE = True

    answer = officer_client.post(reverse("preferences"), {"time_zone": "UTC"})

    cookie = answer.cookies[zones.CHOSEN]
    assert (cookie["httponly"], cookie["secure"], cookie["samesite"]) == (
        True,
        True,
        "Lax",
    )


def test_zone_that_is_none_is_refused_at_its_field(officer_client):
    answer = officer_client.post(reverse("preferences"), {"time_zone": "Nowhere"})

    page = answer.content.decode()
    assert "<title>Error: Your settings" in page
    assert '<a href="#id_time_zone">Choose one of the answers.</a>' in page
    assert zones.CHOSEN not in answer.cookies


def test_choice_survives_the_end_of_the_login(officer, officer_client):
    refused = Client().post(reverse("preferences"), {"time_zone": "Asia/Tokyo"})
    [kept] = re.findall(r'name="kept" value="([^"]+)"', refused.content.decode())

    page = officer_client.post(reverse("login"), {"kept": kept}, follow=True)

    assert "Here is what you typed" in page.content.decode()
    assert '<option value="Asia/Tokyo" selected>' in page.content.decode()


def test_zone_costs_no_query(in_zone):
    asked = []
    for zone in ("", "Asia/Tokyo"):
        with CaptureQueriesContext(connection) as queries:
            shown(in_zone(zone), "preferences")
        asked.append(len(queries))

    assert asked[0] == asked[1]


def test_api_and_admin_are_the_lenders(in_zone, administrator, application):
    client = in_zone("Asia/Tokyo")
    answer = client.get(f"/api/applications/{application.loan_id}").json()
    client.force_login(administrator)
    admin = client.get(f"/admin/predictor/loanapplication/{application.pk}/change/")

    assert answer["received_at"] == "2026-03-09T23:30:00-04:00"
    assert "23:30" in admin.content.decode()


def test_time_that_a_file_tells_without_a_zone_is_the_lenders(db, tmp_path):
    told = row(Loan_ID="A", Received_At="2026-03-09T23:30")
    path = tmp_path / "applications.csv"
    path.write_text(
        "\n".join(",".join(map(str, line)) for line in (told, told.values()))
    )

    with timezone.override("Asia/Tokyo"):
        imports.import_file(path=path)

    assert LoanApplication.objects.get().received_at == LATE


CLOCK = re.compile(r"date:\s*[\"']([^\"']*[HGhgP][^\"']*)[\"']")


def test_every_time_of_the_pages_says_its_zone():
    times = [
        (path.name, shape)
        for path in Path("templates/web").rglob("*.html")
        for shape in CLOCK.findall(path.read_text())
    ]

    assert times
    assert [found for found in times if not found[1].endswith(" T")] == []
