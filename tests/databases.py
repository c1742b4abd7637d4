"""The database of the tests."""

from typing import Final

from django.db import connection

from tests.processes import until

_OTHERS: Final = """
    SELECT pid, state, query FROM pg_stat_activity
    WHERE datname = current_database() AND pid != pg_backend_pid()
"""


def wait_until_nobody_else_is_connected() -> None:
    """Wait for the last requests of a browser, for a database in use is not dropped."""
    if connection.vendor == "postgresql":
        assert until(lambda: not _others()), _others()


def _others() -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(_OTHERS)
        return list(cursor.fetchall())
