"""Requests that another site, or somebody on the way, made up."""

import re
from uuid import UUID

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, resolve, reverse

from predictor.services import tokens
from tests.rows import row

EXAMPLES = {
    r"<uuid:\w+>": str(UUID(int=7)),
    r"<((int|path|loan_id):)?\w+>": "1",
    r"\(\?P<\w+>[^()]*\)": "x",
    r"[\^$]|\\Z": "",
}
FOR_PROGRAMS = re.compile(r"/api/|/(predict|livez|readyz|metrics)$")


def addresses(patterns, prefix=""):
    """Yield an example of every address, for which its own view answers."""
    for pattern in patterns:
        route = str(pattern.pattern)
        for variable, example in EXAMPLES.items():
            route = re.sub(variable, example, route)
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern.url_patterns, prefix + route)
        elif isinstance(pattern, URLPattern):
            yield f"/{prefix}{route}"


ADDRESSES = sorted(set(addresses(get_resolver().url_patterns)))
EXEMPT = {a for a in ADDRESSES if getattr(resolve(a).func, "csrf_exempt", False)}


@pytest.fixture
def strict(administrator):
    """Return a logged-in browser whose posts need the CSRF token, as in real life."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(administrator)
    return client


def test_pages_are_found_and_only_addresses_for_programs_are_exempt():
    pages = [reverse("application-new"), reverse("login"), reverse("logout")]
    pages += [reverse("admin:auth_user_add"), reverse("admin:login")]
    edited = reverse("application-edit", args=[UUID(int=7)])

    assert {*pages, edited, "/admin/predictor/modelversion/1/change/"} < {*ADDRESSES}
    assert not EXEMPT & {*pages, edited}
    assert [
        a for a in EXEMPT if not re.match(r"/api/|/(predict|livez|readyz|metrics)$", a)
    ] == []


@pytest.mark.parametrize("address", [a for a in ADDRESSES if a not in EXEMPT])
@pytest.mark.parametrize("origin", [{}, {"Origin": "https://evil.example"}])
def test_a_post_without_the_token_of_the_page_is_refused(strict, address, origin):
    assert strict.post(address, {"any": "thing"}, headers=origin).status_code == 403


@pytest.mark.parametrize("address", sorted(EXEMPT - {"/predict", "/api/"}))
def test_so_is_one_to_the_api_by_a_session(strict, address):
    answer = strict.post(address, row(), content_type="application/json")

    assert answer.status_code in (403, 405)  # the health of the server is only read


def test_a_token_needs_none(live_version):
    token = tokens.issue(name="broker")
    client = Client(
        enforce_csrf_checks=True, headers={"Authorization": f"Token {token}"}
    )

    assert client.post("/api/predict", row(), "application/json").status_code == 200


# A name of the host that is not ours


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/login/", "/admin/login/", "/api/predict", "/"])
@pytest.mark.parametrize("host", ["evil.example", "testserver.evil.example", "a b", ""])
def test_another_host_is_refused(path, host):
    answer = Client(headers={"Host": host}).get(path)

    assert answer.status_code == 400
    assert "evil" not in answer.content.decode()


@pytest.mark.django_db
def test_a_forwarded_host_is_not_believed(client):
    answer = client.get("/", headers={"X-Forwarded-Host": "evil.example"})

    assert answer.url == "/login/?next=/"


# An address of another site to go to after the login

ELSEWHERE = [
    "https://evil.example/",
    "//evil.example",
    "///evil.example",
    "/\\evil.example",
    "https:evil.example",
    "http:///evil.example",
    "javascript:alert(1)",
    "\thttps://evil.example",
    "https://testserver@evil.example",
]


@pytest.mark.parametrize("elsewhere", ELSEWHERE)
@pytest.mark.parametrize("page", ["login", "admin:login"])
def test_login_leads_to_no_other_site(client, administrator, page, elsewhere):
    credentials = {"username": "boss", "password": "boss-boss-boss"}

    answer = client.post(reverse(page), credentials | {"next": elsewhere})

    assert answer.url == reverse("application-list")


@pytest.mark.parametrize("elsewhere", ELSEWHERE)
def test_nor_does_it_for_who_is_logged_in_already(officer_client, elsewhere):
    answer = officer_client.get(reverse("login"), {"next": elsewhere})

    assert answer.url == reverse("application-list")


@pytest.mark.parametrize("elsewhere", ELSEWHERE)
def test_nor_does_logging_out(officer_client, elsewhere):
    answer = officer_client.post(reverse("logout"), {"next": elsewhere})

    assert answer.url == reverse("login")
