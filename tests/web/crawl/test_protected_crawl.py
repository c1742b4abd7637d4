"""Nothing that an officer can reach depends on sex, marital status or dependents.

Two databases differ in these values only. Everything is asked for in both, and every
answer has to be the same, byte for byte, but for keys and what is sealed.
"""

from __future__ import annotations

import re
from datetime import timedelta
from itertools import zip_longest
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import transaction
from django.test import Client
from django.utils import timezone

from predictor.api import urls as api
from predictor.models import (
    BatchJob,
    Decision,
    LoanApplication,
    ModelVersion,
    Prediction,
    Scope,
)
from predictor.services import tokens
from predictor.web import urls as web
from tests.promises.test_routes import addresses
from tests.web.crawl.crawler import Crawl
from tests.web.crawl.planted import GROUPS, LARGE, as_file, plant, rows

#: The beginning of an address → the keys that fill it.
KEYS: dict[str, Any] = {
    "/applications/": lambda: _all(LoanApplication),
    "/predictions/": lambda: _all(Prediction),
    "/decisions/": lambda: _all(Decision),
    "/files/": lambda: _all(BatchJob),
    "/api/predictions/": lambda: _all(Prediction),
    "/api/applications/": lambda: _all(LoanApplication, "loan_id"),
    "/api/models/": lambda: _all(ModelVersion),
}
#: Pages on which the protected attributes are asked for, or what is asked is told.
ASKED_FOR = re.compile(
    r"(GET|POST) (/($|\?| )|/applications/[^/]+/edit/|/files/"
    r"|/api/(schema|docs|predict$))"
)
FORM = 'name="gender"'
#: Whoever asks for a word reads it in the answer.
SAID_FIRST = re.compile(r"\?.*(Female|3%2B)")
NAMED = re.compile(r"\b(gender|married|dependents|Sex)\b", re.IGNORECASE)
VALUES = re.compile(r"\bMale\b|\bFemale\b|3\+(?!\d)")
#: The statement of every letter names what may not be a reason, and a hint what not to
#: write about.
_STATEMENT = re.compile(
    r"The Federal Equal Credit Opportunity Act[^<]*|sex, marital status or dependents"
)


def _all(model: Any, key: str = "pk") -> list[str]:
    return [str(k) for k in model.objects.order_by("pk").values_list(key, flat=True)]


def filled(patterns: list[Any], prefix: str) -> list[str]:
    """Return every address of the patterns, for every row that can be named in it."""
    found = []
    slashes = {p: "/" if str(p.pattern).endswith("/") else "" for p in patterns}
    for pattern, slash in slashes.items():
        [address] = addresses([pattern], prefix)
        starts = [s for s in KEYS if address.startswith(f"{s}{{}}")]
        keys = KEYS[starts[0]]() if starts else [""]
        ready = [address.replace("{}", key, 1) + slash for key in keys]
        assert not any("{}" in a for a in ready), f"KEYS has nothing for {address}."
        found += [a or "/" for a in ready]
    return found


@pytest.fixture(autouse=True)
def _clock_stands(settings: Any, monkeypatch: Any, live_version: Any) -> None:
    # Keys have a clock of their own, which does not stand: it is always behind.
    now = timezone.now() + timedelta(minutes=10)
    monkeypatch.setattr(timezone, "now", lambda: now)
    settings.SECOND_OFFICER_ABOVE = LARGE
    settings.API_RATE = None


def crawled(person: Any, browser: Client, *, otherwise: bool, pages: bool) -> Any:
    """Return what is answered in one of the databases, which is then gone again."""
    point = transaction.savepoint()
    plant(person, otherwise=otherwise)
    crawl = Crawl(browser, lambda: as_file(rows(otherwise=otherwise), begin="sent-"))
    found = filled(api.urlpatterns, "/api/")
    if pages:
        found = [*filled(web.urlpatterns, "/"), *found]
    seen = crawl.go(found)
    transaction.savepoint_rollback(point)
    return seen


def differing(one: dict[str, str], other: dict[str, str]) -> list[str]:
    """Return how to ask for what differs, with the first line in which it does."""
    return [
        f"{known}: {_first(one.get(known, ''), other.get(known, ''))}"
        for known in {**one, **other}
        if one.get(known) != other.get(known)
    ]


def _first(one: str, other: str) -> tuple[str, str]:
    lines = zip_longest(one.splitlines(), other.splitlines(), fillvalue="")
    return next((a, b) for a, b in lines if a != b)


def naming(seen: dict[str, str]) -> list[tuple[str, list[str]]]:
    """Return the answers that name a protected attribute or its values."""
    said = {
        known: _STATEMENT.sub("", text)
        for known, text in seen.items()
        if not (ASKED_FOR.match(known) or SAID_FIRST.search(known) or FORM in text)
    }
    found = {k: VALUES.findall(t) + NAMED.findall(t) for k, t in said.items()}
    return [(known, words) for known, words in found.items() if words]


def test_every_answer_to_an_officer_is_the_same_whoever_applied(
    officer, officer_client
):
    one, other = (
        crawled(officer, officer_client, otherwise=otherwise, pages=True)
        for otherwise in (False, True)
    )

    assert differing(one, other) == []
    assert naming(one) == []
    visited = {known.partition("?")[0] for known in one}
    assert {"GET /applications/", "GET /api/applications", "GET /"} <= visited
    assert len([k for k in visited if k.startswith("GET /predictions/")]) >= len(GROUPS)
    assert any(" and ('action', 'decline')" in known for known in one)


@pytest.mark.parametrize("whose", ["a client's", "an officer's own"])
def test_no_answer_to_a_token_of_all_scopes_depends_on_it_either(officer, whose):
    own = whose != "a client's"
    scopes = [scope for scope in Scope if own or scope != Scope.DECIDE]
    person = officer.username if own else None
    token = tokens.issue(name="crawler", scopes=scopes, rate="none", person=person)
    client = Client(headers={"Authorization": f"Token {token}"})
    sender = officer if own else User.objects.get(username="crawler")
    one, other = (
        crawled(sender, client, otherwise=otherwise, pages=False)
        for otherwise in (False, True)
    )

    assert differing(one, other) == []
    assert naming(one) == []
    assert [k for k in one if k.startswith("GET /api/predictions/")]
