"""A page asks the database a dozen questions at most, in whatever state it is."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.web.translation.desk import Desk
from tests.web.translation.visits import VISITS

MOST_QUERIES = 12


class CountingClient(Client):
    """A browser that counts the queries behind each page that it is shown."""

    def __init__(self) -> None:
        super().__init__()
        self.queries: list[tuple[str, int]] = []

    def request(self, **environ: Any) -> Any:
        with CaptureQueriesContext(connection) as asked:
            answer = super().request(**environ)
        if environ["REQUEST_METHOD"] == "GET" and not answer.streaming:
            self.queries.append((environ["PATH_INFO"], len(_questions(asked))))
        return answer


def _questions(asked: CaptureQueriesContext) -> list[str]:
    """Leave out savepoints: they stand for transactions, inside of the test's own."""
    told = [query["sql"] for query in asked.captured_queries]
    return [sql for sql in told if "SAVEPOINT" not in sql]


@pytest.mark.usefixtures("live_version")
@pytest.mark.parametrize("name", VISITS)
def test_page_takes_a_dozen_queries_at_most(officer, settings, name):
    settings.CREDITOR_NAME = "Example Lender"
    client = CountingClient()
    client.force_login(officer)

    for _ in VISITS[name](Desk(client, officer, settings)):
        pass
    client.logout()
    client.get(reverse("login"))

    assert client.queries
    assert [page for page in client.queries if page[1] > MOST_QUERIES] == []
