"""Every form of the officers' pages survives the end of the login, or is named here."""

import re

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import NoReverseMatch, resolve, reverse

from predictor.web.urls import urlpatterns
from tests import builders
from tests.web.login.test_interrupted import log_in

#: Address → why what was typed there is not kept.
NOT_KEPT = {
    "login": "it carries what was typed elsewhere, and a password is never kept",
    "password": "a password is never kept, sealed or not",
    "logout": "nothing is typed",
}
#: A key of each kind of address, of no row.
KEYS = ("00000000-0000-7000-8000-000000000000", "1")
NOT_ALLOWED = 405


def address_of(pattern):
    for key in KEYS:
        names = dict.fromkeys(pattern.pattern.converters, key)
        try:
            return reverse(pattern.name, kwargs=names)
        except NoReverseMatch:
            continue
    pytest.fail(f"KEYS has no key for {pattern.pattern}.")


@pytest.fixture
def anybody(officer_client, officer):
    """Return somebody who may do everything, so that only the method is refused."""
    officer.user_permissions.set(Permission.objects.all())
    officer_client.raise_request_exception = False
    return officer_client


def takes_forms(anybody, address):
    return anybody.post(address).status_code != NOT_ALLOWED


@pytest.mark.parametrize("pattern", urlpatterns, ids=lambda p: p.name)
def test_form_survives_the_end_of_the_login(anybody, pattern):
    address = address_of(pattern)
    if pattern.name in NOT_KEPT or not takes_forms(anybody, address):
        assert not hasattr(resolve(address).func, "survives")
        return

    answer = Client().post(address, {"anything": "that was typed"})

    assert answer.status_code == 403
    assert re.search(r'name="kept" value="[^"]+"', answer.content.decode())


def test_every_name_of_the_list_is_a_form():
    assert set(NOT_KEPT) < {pattern.name for pattern in urlpatterns}


# Where a form stands on the page of something else, that page shows it again


def resumed(address, fields):
    """Return the page that follows the login in the middle of a form."""
    client = Client()
    answer = client.post(address, fields)
    return client.get(log_in(client, answer).url, follow=True).content.decode()


@pytest.mark.usefixtures("officer")
def test_day_of_a_letter_is_there_again():
    made = builders.declined()

    page = resumed(reverse("notice-sent", args=[made.pk]), {"sent_on": "2026-02-03"})

    assert "Here is what you typed" in page
    assert 'value="2026-02-03"' in page
    assert not made.notices.exists()


@pytest.mark.usefixtures("officer", "live_version")
def test_what_was_tried_is_there_again():
    seen = builders.prediction()
    address = reverse("prediction-what-if", args=[seen.pk])

    page = resumed(address, {"amount": "77,000", "term": "240"})

    assert "Here is what you typed" in page
    assert 'value="77,000"' in page
