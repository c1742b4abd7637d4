"""``python -m … APPLICATIONS EACH CROWD``: an installation becomes a desk after years.

Prints as JSON who may log in, which addresses there are, and the keys of rows that are
hard to show.
"""

from __future__ import annotations

import json
import os
import re
import secrets
import sys
from typing import TYPE_CHECKING, Any, Final

import django

if TYPE_CHECKING:
    from benchmarks.contestants.desk_numbers import Numbers

_USERNAME: Final = "desk"
_TRIES: Final = 5  # applications to one what-if
_MANY: Final = 500  # rows of a kind that no two requests share


def main() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "loanapp.settings"
    django.setup()
    password = secrets.token_urlsafe()
    applications, each, crowd = map(int, sys.argv[1:])
    found = _fill(applications, each, crowd, password)
    told = {"username": _USERNAME, "password": password, "routes": routes()}
    sys.stdout.write(json.dumps(told | {"keys": found}))


def _fill(applications: int, each: int, crowd: int, password: str) -> dict[str, Any]:
    from django.db import connection

    from benchmarks.contestants import desk_originals, desk_tables
    from benchmarks.contestants.desk_numbers import Numbers

    originals = desk_originals.make(_USERNAME, password)
    desk = Numbers(applications=applications, each=each, crowd=crowd, tries=_TRIES)
    _prepare()
    for table in desk_tables.ALL:
        table(desk, originals)
    with connection.cursor() as cursor:
        cursor.execute(_FINISH[connection.vendor])
    return _keys(desk)


_PREPARE: Final = {
    "sqlite": ("PRAGMA cache_size = -1000000", "PRAGMA synchronous = OFF"),
    "postgresql": (
        "SET synchronous_commit = off",
        # Where the role may: keys are right by their making, and to look each of them
        # up takes longer than to write all the rest.
        "SELECT set_config('session_replication_role', 'replica', false) "
        "FROM pg_roles WHERE rolname = current_user AND rolsuper",
    ),
}
_FINISH: Final = {"sqlite": "ANALYZE", "postgresql": "VACUUM ANALYZE"}


def _prepare() -> None:
    """Write faster than a server may."""
    from django.db import connection

    with connection.cursor() as cursor:
        for statement in _PREPARE[connection.vendor]:
            cursor.execute(statement)


def _keys(desk: Numbers) -> dict[str, list[str]]:
    """Return keys by what they are of; of several each is for one request."""
    from predictor.models import Decision, LoanApplication, Prediction

    by_reference = LoanApplication.objects.values_list("pk", flat=True)
    newest = Prediction.objects.order_by("-id").values_list("pk", flat=True)
    declines = Decision.objects.filter(verdict="decline").order_by("-id")
    open_decline = newest.filter(recommendation="decline", application__status="ready")
    found = {
        "middle": by_reference.filter(loan_id=_loan_id(desk.applications // 2)),
        "own": by_reference.filter(loan_id=_loan_id(desk.last_own)),
        "crowded": by_reference.filter(loan_id=_loan_id(desk.crowded)),
        "newest_of_crowded": newest.filter(application__loan_id=_loan_id(desk.crowded))[
            :1
        ],
        "explained": open_decline.filter(explanation__isnull=False)[:1],
        "unexplained": open_decline.filter(explanation__isnull=True)[:_MANY],
        "told": declines.filter(notices__isnull=False).values_list("pk", flat=True)[:1],
        "untold": declines.filter(notices__isnull=True).values_list("pk", flat=True)[
            :1
        ],
    }
    return {name: [str(key) for key in keys] for name, keys in found.items()}


def _loan_id(number: int) -> str:
    return f"D{number:08d}"


def routes() -> dict[str, str]:
    """Return name → address of the officers' pages, with ``{pk}`` where a key goes."""
    from predictor.web import urls

    return {
        str(one.name): "/" + re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", str(one.pattern))
        for one in urls.urlpatterns
    }


if __name__ == "__main__":
    main()
