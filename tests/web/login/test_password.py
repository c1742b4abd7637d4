"""A new password of one's own."""

import pytest
from django.test import Client
from django.urls import reverse

ADDRESS = reverse("password")
NEW = "a-long-enough-one"


def change(client, old="officer-officer", new=NEW, again=NEW):
    body = {"old_password": old, "new_password1": new, "new_password2": again}
    return client.post(ADDRESS, body, follow=True)


def test_password_is_changed_and_the_login_goes_on(officer_client, officer):
    answer = change(officer_client)

    officer.refresh_from_db()
    assert officer.check_password(NEW)
    assert "Your password is changed." in answer.content.decode()


def test_other_logins_of_the_account_end(officer_client, officer):
    elsewhere = Client()
    elsewhere.force_login(officer)

    change(officer_client)

    assert elsewhere.get(ADDRESS).status_code == 302


@pytest.mark.parametrize(
    "wrong", [{"old": "x"}, {"new": "short", "again": "short"}, {"again": "another"}]
)
def test_what_will_not_do_is_said_at_its_field(officer_client, officer, wrong):
    page = change(officer_client, **wrong).content.decode()

    officer.refresh_from_db()
    assert officer.check_password("officer-officer")
    assert "<title>Error: Change your password" in page
    assert "There is a problem" in page
    assert NEW not in page


def test_whoever_is_not_logged_in_is_asked_to(client):
    assert client.get(ADDRESS)["Location"].startswith(reverse("login"))
