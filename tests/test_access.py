"""docs/security.md says who may do what. Every address is tried as every role."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.admin.utils import quote
from django.contrib.auth.models import User
from django.db import transaction
from django.test import Client
from django.urls import get_resolver

from predictor.models import Scope
from predictor.models.roles import Role, group_of
from predictor.services import accounts, tokens
from tests import builders
from tests.promises.repository import read
from tests.promises.test_commands import own_commands
from tests.promises.test_routes import FOR_PROGRAMS, addresses, normal
from tests.rows import row

NOBODY = "nobody"
COLUMNS = [NOBODY, *(role.value for role in Role)]
METHODS = ("GET", "POST")
LOGINS = ("/login/", "/admin/login/")
LOGOUTS = ("/logout/", "/admin/logout/")
REFUSED = (401, 403, 404, 405)
#: What an address needs in its query to answer at all.
ASKED = {
    "/admin/autocomplete": "?app_label=auth&model_name=user&field_name=groups&term=",
}

pytestmark = pytest.mark.django_db


def rows_of(heading: str) -> Iterator[list[str]]:
    """Yield the rows of the table below a heading of the page, cell by cell."""
    section = read("docs/security.md").split(f"\n## {heading}\n")[1].split("\n## ")[0]
    for line in re.findall(r"^\|(.*)\|$", section, re.MULTILINE)[2:]:
        yield [cell.strip() for cell in line.split("|")]


def promised() -> dict[str, set[tuple[str, str]]]:
    """Return what the table opens to each column: methods and addresses."""
    opened: dict[str, set[tuple[str, str]]] = {name: set() for name in COLUMNS}
    for _, cell, *marks in rows_of("Who may do what"):
        for methods, address in re.findall(r"`([A-Z/]+) (/\S*)`", cell):
            for name, mark in zip(COLUMNS, marks, strict=True):
                assert mark in ("", "yes"), f"{address}: {mark}"
                if mark:
                    opened[name] |= {(m, normal(address)) for m in methods.split("/")}
    return opened


@pytest.fixture
def person(db: None, column: str) -> User | None:
    """Return somebody, or a client, of the role."""
    return None if column == NOBODY else builders.person_as(Role(column))


@pytest.fixture
def rows(live_version: Any, person: User | None) -> dict[str, str]:
    """Return the key of a stored row for each kind of address that needs one.

    Application and prediction are the person's own: others a client may not see.
    """
    seen = builders.prediction(
        application=builders.application(owner=person),
        requested_by=person or builders.person(),
    )
    made = builders.decision(prediction=seen, verdict="decline")
    activation = builders.activation(version=live_version)
    other = builders.model_version(number=7)
    token = builders.token()
    token.token_key = "loanapp_22aaaaa"  # unquoted, the admin would read _22 as "
    token.save()
    keys = {
        "/applications/": made.application_id,
        "/predictions/": made.prediction_id,
        "/decisions/": made.pk,
        "/files/": builders.batch_job(owner=seen.requested_by).pk,
        "/api/applications/": made.application.loan_id,
        "/api/predictions/": made.prediction_id,
        "/api/models/": other.number,
        "/admin/predictor/loanapplication/": made.application_id,
        "/admin/predictor/prediction/": made.prediction_id,
        "/admin/predictor/decision/": made.pk,
        "/admin/predictor/modelversion/{}/report/": live_version.number,
        f"/admin/predictor/modelversion/{live_version.number}/report/": "roc",
        "/admin/predictor/modelversion/": other.number,
        "/admin/predictor/modelactivation/": activation.pk,
        "/admin/predictor/apitoken/": quote(token.token_key),
        "/admin/auth/user/": token.user_id,
        "/admin/auth/group/": group_of(Role.AUDITOR).pk,
    }
    return {prefix: str(key) for prefix, key in keys.items()}


def filled(address: str, rows: dict[str, str]) -> str:
    """Return the address of a stored row, as it is written."""
    for prefix, key in rows.items():
        if address.startswith(f"{prefix}{{}}"):
            address = address.replace("{}", key, 1)
    for_programs = FOR_PROGRAMS.match(address) and address != "/api/docs"
    return (
        address.replace("{}", "1")
        + ("" if for_programs else "/")
        + ASKED.get(address, "")
    )


def browser_of(person: User | None) -> Client:
    """Return a client as whom the addresses are tried."""
    client = Client(raise_request_exception=False)
    if person is None:
        return client
    if accounts.is_client(person):
        every = [scope for scope in Scope if scope != Scope.DECIDE]  # a person's alone
        token = tokens.issue(name=person.username, scopes=every, rate="none")
        client.defaults["HTTP_AUTHORIZATION"] = f"Token {token}"
    else:
        client.force_login(person)
    return client


def is_open(client: Client, method: str, path: str) -> bool:
    """Whether the address does what it is for, and sends nobody to a login."""
    options: dict[str, Any] = {"follow": True}
    if method == "POST" and FOR_PROGRAMS.match(path):
        options |= {"data": [row()], "content_type": "application/json"}
    answer = getattr(client, method.lower())(path, **options)
    assert answer.status_code < 500, path
    last = answer.redirect_chain[-1][0] if answer.redirect_chain else ""
    meant = LOGINS if method == "GET" else (*LOGINS, *LOGOUTS)
    sent_away = path not in meant and last.partition("?")[0] in LOGINS
    return answer.status_code not in REFUSED and not sent_away


@pytest.mark.parametrize("column", COLUMNS)
def test_every_address_is_open_to_whom_the_table_says(rows, person, column):
    opened = set()
    for address in sorted(set(addresses(get_resolver().url_patterns))):
        for method in METHODS:
            point = transaction.savepoint()
            if is_open(browser_of(person), method, filled(address, rows)):
                opened.add((method, normal(address)))
            transaction.savepoint_rollback(point)

    assert opened == promised()[column]


def test_every_address_of_the_table_exists():
    named = {address for found in promised().values() for _, address in found}

    assert named - set(addresses(get_resolver().url_patterns)) == set()


def test_table_of_commands_has_every_command_and_no_other():
    cells = "".join(cell for cell, *_ in rows_of("Commands"))
    named = set(re.findall(r"manage\.py (\w+)", cells))

    assert named - {"createsuperuser"} == own_commands()


@pytest.mark.parametrize("scope", Scope)
def test_scope_opens_what_the_table_says_and_nothing_else(live_version, scope):
    shown = {
        name.strip("`"): set(re.findall(r"`([A-Z]+ /\S*)`", cell))
        for name, cell in rows_of("Scopes")
    }
    decides = scope == Scope.DECIDE
    role = Role.LOAN_OFFICER if decides else Role.API_CLIENT
    client = builders.person_as(role, "broker")
    seen = builders.prediction(
        application=builders.application(owner=client), requested_by=client
    )
    keys = {
        "/api/applications/": seen.application.loan_id,
        "/api/predictions/": str(seen.pk),
    }
    person = "broker" if decides else None
    token = tokens.issue(name="broker", scopes=[scope], rate="none", person=person)
    browser = Client(headers={"Authorization": f"Token {token}"})

    opened = {
        call
        for call in set().union(*shown.values())
        if is_open(browser, call.split()[0], filled(call.split()[1], keys))
    }

    assert opened == shown[scope]
