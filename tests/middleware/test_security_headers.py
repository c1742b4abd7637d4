"""What every answer tells the browser."""

import pytest
from django.test import Client
from django.urls import reverse

from predictor.services import tokens
from predictor.web.desk import queue
from tests import builders

pytestmark = pytest.mark.django_db

STRICT = {
    "default-src 'self'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
}
NOTHING = {"default-src 'none'", "frame-ancestors 'none'"}


def policy(answer):
    return set(answer["Content-Security-Policy"].split("; "))


def check_the_rest(answer):
    assert answer["Cache-Control"] == "no-store, private"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
    assert answer["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "camera=()" in answer["Permissions-Policy"]


def pages_of_an_officer():
    application = builders.application()
    builders.prediction(application=application)
    return [
        reverse("application-new"),
        reverse("application-list"),
        reverse("application-detail", args=[application.pk]),
        reverse("login"),
    ]


def test_pages_of_officers_load_nothing_from_elsewhere_and_run_nothing_inline(
    officer_client, live_version
):
    for path in pages_of_an_officer():
        answer = officer_client.get(path)

        assert policy(answer) == STRICT
        check_the_rest(answer)


def test_their_markup_needs_no_exception(officer_client, live_version):
    for path in pages_of_an_officer():
        page = officer_client.get(path, follow=True).content.decode()

        for inline in ("<style", " style=", "<script>", " onclick=", "javascript:"):
            assert inline not in page


def test_the_admin_has_two_exceptions(admin_client):
    answer = admin_client.get(reverse("admin:index"))

    evaluated = "script-src 'self' 'unsafe-eval'"
    assert policy(answer) - STRICT == {evaluated, "style-src 'self' 'unsafe-inline'"}
    assert len(policy(answer)) == len(STRICT)
    check_the_rest(answer)


def test_the_page_of_the_api_has_one(client):
    answer = client.get(reverse("api-docs"))

    assert policy(answer) - STRICT == {"style-src 'self' 'unsafe-inline'"}
    check_the_rest(answer)


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/api/models", 200),
        ("/api/schema", 200),
        ("/api/nothing", 404),
        ("/api/predict", 405),
        ("/livez", 200),
    ],
)
def test_answers_to_programs_are_no_pages(path, status):
    token = tokens.issue(name="broker")
    answer = Client(headers={"Authorization": f"Token {token}"}).get(path)

    assert answer.status_code == status
    assert policy(answer) == NOTHING
    check_the_rest(answer)


def answer_with(status, officer_client, monkeypatch):
    """Return an answer that is the page of an error."""
    officer_client.raise_request_exception = False
    if status == 400:
        return officer_client.get("/", headers={"Host": "elsewhere.example"})
    if status == 403:
        return Client(enforce_csrf_checks=True).post(reverse("logout"))
    if status == 500:
        monkeypatch.setattr(queue, "render", None)
        return officer_client.get(reverse("application-list"))
    return officer_client.get("/nothing/")


@pytest.mark.parametrize("status", [400, 403, 404, 500])
def test_pages_of_errors_have_them_too(officer_client, monkeypatch, status):
    answer = answer_with(status, officer_client, monkeypatch)

    assert answer.status_code == status
    assert policy(answer) == STRICT
    check_the_rest(answer)


def test_a_redirect_is_not_kept_either(client):
    check_the_rest(client.get(reverse("application-list")))


def test_static_files_are_kept_and_a_page_instead_of_one_is_not(settings):
    settings.WHITENOISE_USE_FINDERS = settings.WHITENOISE_AUTOREFRESH = True
    client = Client()

    found = client.get("/static/loanapp/app.css")
    found.close()
    missing = client.get("/static/loanapp/nothing.css")

    assert found.status_code == 200
    assert "public" in found["Cache-Control"]
    assert missing.status_code == 404
    assert missing["Cache-Control"] == "no-store, private"
