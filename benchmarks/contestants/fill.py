"""``python -m … ROWS``: an installation's database gets so many stored predictions.

Copies of one real prediction, each with a key and a time of its own, in their order,
written by the database itself: to score five million would take long.
"""

from __future__ import annotations

import os
import sys

import django

_NUMBERS = {
    "sqlite": (
        "(WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %s) "
        "SELECT i FROM n) AS numbers"
    ),
    "postgresql": "generate_series(1, %s) AS numbers(i)",
}
_KEY = {
    "sqlite": "printf('%%012x70008%%015x', 1000000000000 + i, i)",
    "postgresql": (
        "CAST(lpad(to_hex(1000000000000 + i), 12, '0') || '70008' || "
        "lpad(to_hex(i), 15, '0') AS uuid)"
    ),
}
_TIME = {
    "sqlite": "datetime(1500000000 + i, 'unixepoch')",
    "postgresql": "to_timestamp(1500000000 + i)",
}


def main() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "loanapp.settings"
    django.setup()
    _fill(int(sys.argv[1]))


def _fill(rows: int) -> None:
    from django.db import connection

    from predictor.models import Prediction

    _score_one()
    changed = {"id": _KEY, "created_at": _TIME}
    names = [str(field.column) for field in Prediction._meta.concrete_fields]
    values = [changed[n][connection.vendor] if n in changed else n for n in names]
    table = Prediction._meta.db_table
    statement = (
        f"INSERT INTO {table} ({', '.join(names)}) SELECT {', '.join(values)} "  # noqa: S608 - names from the code
        f"FROM {_NUMBERS[connection.vendor]}, (SELECT * FROM {table} LIMIT 1) AS one"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [rows - 1])
        cursor.execute("ANALYZE")


def _score_one() -> None:
    from django.contrib.auth.models import User

    from benchmarks import bodies
    from predictor.models import Channel
    from predictor.services import scoring

    rows = [next(bodies.applicants(seed=0))]
    user = User.objects.get(username="benchmark")
    scoring.score(rows=rows, by=user, channel=Channel.API, request_id="fill")


if __name__ == "__main__":
    main()
