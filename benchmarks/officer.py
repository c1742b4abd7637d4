"""An officer's browser, without what a browser draws."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import cycle
from typing import Any, Final

import requests

from benchmarks.connection import BadAnswer
from benchmarks.visits import Visit

_TIMEOUT_SECONDS: Final = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """What the filler told of a filled installation."""

    username: str
    password: str
    routes: Mapping[str, str]
    keys: Mapping[str, Sequence[str]]


class Officer:
    """Logs in by the login page, and asks for one page after the other."""

    def __init__(self, server: str, desk: Desk) -> None:
        self._server, self._desk = server, desk
        self._keys = {name: cycle(keys) for name, keys in desk.keys.items()}
        self._stranger, self._session = _session(), _session()
        self._session.get(f"{server}{desk.routes['login']}").raise_for_status()
        self._log_in()

    def visit(self, visit: Visit) -> float:
        """Return the seconds until the whole page is there.

        Raises
        ------
        BadAnswer
            Where it is not answered as it should be: then it was not this page.
        """
        session = self._session if visit.logged_in else self._stranger
        address = self._address(visit)
        begun = time.perf_counter()
        answer = self._ask(session, address, visit.sent)
        seconds = time.perf_counter() - begun
        if answer.status_code != visit.answer:
            raise BadAnswer(f"{visit.title}: {answer.status_code} {answer.text[:2000]}")
        return seconds

    def close(self) -> None:
        self._stranger.close()
        self._session.close()

    def _log_in(self) -> None:
        who = {"username": self._desk.username, "password": self._desk.password}
        login = self._server + self._desk.routes["login"]
        if self._ask(self._session, login, who).status_code != requests.codes.found:
            raise BadAnswer("The officer could not log in.")

    def _address(self, visit: Visit) -> str:
        path = self._desk.routes[visit.route]
        if visit.key:
            path = path.format(pk=next(self._keys[visit.key]))
        known = {name: keys[0] for name, keys in self._desk.keys.items() if keys}
        query = visit.query.format_map(known)
        return f"{self._server}{path}?{query}" if query else f"{self._server}{path}"

    def _ask(
        self, session: requests.Session, address: str, sent: Mapping[str, str]
    ) -> requests.Response:
        options: dict[str, Any] = {
            "allow_redirects": False,
            "timeout": _TIMEOUT_SECONDS,
        }
        if not sent:
            return session.get(address, **options)
        token = {"csrfmiddlewaretoken": session.cookies["csrftoken"]}
        return session.post(address, {**sent, **token}, **options)


def _session() -> requests.Session:
    session = requests.Session()
    session.trust_env = False  # no proxy
    return session
