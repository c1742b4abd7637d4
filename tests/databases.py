"""The database of the tests."""

from typing import Final

from django.db import connection

_DISCONNECT: Final = """
    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND pid != pg_backend_pid()
"""


def disconnect_others() -> None:
    """End all other sessions, for a database in use is not dropped.

    A browser keeps connections to the server of the tests; behind each is a thread with
    a session, and those end some time after the last test.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(_DISCONNECT)
