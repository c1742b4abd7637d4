"""What is around every page."""

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from tests import builders

pytestmark = pytest.mark.django_db
INDEX = reverse("admin:index")
PAGES = [
    "predictor_loanapplication",
    "predictor_prediction",
    "predictor_decision",
    "predictor_modelversion",
    "predictor_modelactivation",
    "predictor_apitoken",
    "auth_user",
    "auth_group",
]


def linked(client):
    text = client.get(INDEX).content.decode()
    return [p for p in PAGES if f'href="{reverse(f"admin:{p}_changelist")}"' in text]


def test_navigation_leads_to_every_page(boss):
    assert linked(boss) == PAGES
    for name in PAGES:
        assert boss.get(reverse(f"admin:{name}_changelist")).status_code == 200


def test_navigation_shows_what_somebody_may_see(viewer):
    assert linked(viewer) == PAGES[:6]


def test_who_may_see_nothing_is_offered_nothing():
    client = Client()
    client.force_login(User.objects.create_user("nobody", is_staff=True))

    assert linked(client) == []


def test_header_says_which_model_is_in_use(boss, settings):
    settings.DEMO = True
    assert "Demo · No model in use" in boss.get(INDEX).content.decode()

    builders.model_version(is_active=True)
    assert "Demo · Model version 1" in boss.get(INDEX).content.decode()


def test_header_warns_in_production(boss, settings):
    settings.DEMO = False

    assert "Production ·" in boss.get(INDEX).content.decode()


def test_who_is_not_logged_in_learns_nothing_of_the_model(client):
    builders.model_version(is_active=True)

    text = client.get(reverse("admin:login")).content.decode()

    assert "Model version 1" not in text


@pytest.mark.parametrize("query", [{"s": "a"}, {"s": "a", "page": "x"}, {"s": "\0"}])
def test_search_that_no_page_offers_is_not_there(boss, query):
    assert boss.get(reverse("admin:search"), query).status_code == 404
