"""Logging in and out."""

import pytest
from django.contrib.auth.models import User
from django.urls import reverse


def log_in(client, **changes):
    valid = {"username": "officer", "password": "officer-officer"}
    return client.post(reverse("login"), valid | changes)


def test_officer_who_logs_in_sees_the_applications(client, officer):
    assert log_in(client).url == reverse("application-list")


def test_officer_comes_to_the_page_that_was_asked_for(client, officer):
    assert log_in(client, next="/").url == "/"


def test_wrong_password_is_an_error_that_links_to_the_first_field(client, officer):
    page = log_in(client, password="wrong").content.decode()

    assert "There is a problem" in page
    assert '<a href="#id_username">' in page
    assert "<title>Error: Log in" in page
    assert page.count("autofocus") == 1
    assert 'id="error-summary" tabindex="-1" autofocus' in page


def test_blank_form_says_what_to_enter(client, db):
    errors = log_in(client, username="", password="").context["form"].errors

    assert errors == {
        "username": ["Enter your user name."],
        "password": ["Enter your password."],
    }


@pytest.mark.parametrize("name", ["\0", "x" * 5000])
def test_nonsense_is_no_failure(client, db, name):
    assert log_in(client, username=name).status_code == 200


def test_client_of_the_api_cannot_log_in(client, db):
    User.objects.create_user("client")  # without a password

    assert log_in(client, username="client", password="").status_code == 200
    assert "_auth_user_id" not in client.session


def test_officer_logs_out_by_a_button(officer_client):
    response = officer_client.post(reverse("logout"))

    assert response.url == reverse("login")
    assert "_auth_user_id" not in officer_client.session


def test_link_alone_logs_nobody_out(officer_client):
    assert officer_client.get(reverse("logout")).status_code == 405
    assert "_auth_user_id" in officer_client.session


def test_navigation_marks_the_page_that_is_open(officer_client):
    page = officer_client.get(reverse("application-list")).content.decode()

    assert page.split("<main")[0].count('aria-current="page"') == 1
    assert f'href="{reverse("application-list")}" aria-current="page"' in page


def test_only_staff_are_led_to_the_administration(officer_client, officer):
    before = officer_client.get(reverse("application-list")).content.decode()
    officer.is_staff = True
    officer.save()
    after = officer_client.get(reverse("application-list")).content.decode()

    assert reverse("admin:index") not in before
    assert reverse("admin:index") in after
