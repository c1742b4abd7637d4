"""docs/api.md has every address of the API."""

import re
from collections.abc import Iterable, Iterator

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, get_resolver, path, re_path

from tests.promises.repository import read

# Addresses for programs; the others are pages, and a person finds them by their links.
FOR_PROGRAMS = re.compile(r"/(api|predict|livez|readyz|metrics)(/|$)")


def addresses(
    patterns: Iterable[URLPattern | URLResolver], prefix: str = "/"
) -> Iterator[str]:
    """Yield every address, with {} for what varies in it."""
    for pattern in patterns:
        route = prefix + str(pattern.pattern).removeprefix("^").removesuffix("$")
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern.url_patterns, route)
        elif "format>" not in route:
            yield normal(re.sub(r"\(\?P<\w+>[^()]*\)|<[^<>]+>", "{}", route))


def normal(address: str) -> str:
    return re.sub(r"\{\w*\}", "{}", address).rstrip("/")


def documented(text: str) -> set[str]:
    return {normal(found) for found in re.findall(r"(?<![\w.])/[\w./{}-]+", text)}


def undocumented(found: Iterable[str], text: str) -> set[str]:
    api = {address for address in found if FOR_PROGRAMS.match(address)}
    return api - documented(text)


def test_every_address_of_the_api_is_documented():
    patterns = get_resolver().url_patterns

    assert undocumented(addresses(patterns), read("docs/api.md")) == set()


def view(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


PATTERNS = [
    path("api/things/", view),
    path("api/things/<int:number>/", view),
    re_path(r"^api/old/(?P<pk>[^/.]+)/$", view),
    path("login/", view),
]


def test_address_without_a_word_is_found():
    text = "`GET /api/things`\n\n    curl http://localhost:8000/api/old/{id}/\n"

    assert undocumented(addresses(PATTERNS), text) == {"/api/things/{}", "/api/old/{}"}


def test_name_of_what_varies_does_not_matter():
    text = "/api/things/?page=2, `/api/things/{n}`, `/api/old/{loan_id}/`"

    assert undocumented(addresses(PATTERNS), text) == set()
