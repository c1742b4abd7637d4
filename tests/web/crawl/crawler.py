"""Everything that somebody can reach, and what is answered there."""

from __future__ import annotations

import copy
import io
import json
import re
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from http import HTTPStatus
from typing import Any, Final
from urllib.parse import urlencode, urljoin, urlsplit

from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.urls import resolve
from django.urls.exceptions import Resolver404

from tests.web.crawl.markup import Form, Page, Sent

_HOME: Final = "http://testserver"
#: Where an officer has no business, or nothing is answered that is stored.
_ELSEWHERE: Final = re.compile(r"/(static|admin|logout)(/|$)")
#: Asked of every address: nothing may be narrowed or sorted by what is not shown.
CURIOUS: Final = (
    "?gender=Female&married=Yes&dependents=3%2B"
    "&Gender=Female&Married=Yes&Dependents=3%2B&ordering=gender&sort=gender",
    "?q=Female",
    "?q=3%2B",
)
#: Filters, orders and pages lead to each other in ever new combinations: the first
#: ones of an address are taken, each by itself before several at once.
MOST_QUERIES: Final = 30
#: A kind of form is sent for so many rows.
MOST_ROWS: Final = 3
_SEALED: Final = re.compile(r"gAAAAA[\w=-]{40,}")
_SECRETS: Final = (
    re.compile(r'(?<=name="csrfmiddlewaretoken" value=")[^"]*'),
    re.compile(r"(?<=LA-)\d{8}-[A-Z2-7]{12}"),  # a reference that was assigned
)
_KEY: Final = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


class Crawl:
    """Goes from address to address; ``seen`` has every answer by how it was asked for.

    Parameters
    ----------
    browser : as whom it goes.
    upload : what it sends where a form asks for a file.
    """

    def __init__(self, browser: Client, upload: Callable[[], bytes]) -> None:
        self.browser = browser
        self.upload = upload
        self.seen: dict[str, str] = {}
        self._names = dict(_names_of_keys())
        self._waiting: list[str] = []
        self._sent: Counter[str] = Counter()
        self._narrowed: Counter[str] = Counter()

    def go(self, addresses: list[str]) -> dict[str, str]:
        """Visit these and all that they lead to."""
        self._waiting += addresses
        while self._waiting:
            self._visit(self._waiting.pop(0))
        return self.seen

    def _visit(self, address: str) -> None:
        url = urlsplit(urljoin(_HOME, address))
        path = url.path + (f"?{url.query}" if url.query else "")
        known = f"GET {self.bare(path)}"
        foreign = url.netloc != urlsplit(_HOME).netloc
        if foreign or _ELSEWHERE.match(url.path) or known in self.seen:
            return
        self._narrowed[url.path] += bool(url.query)
        if self._narrowed[url.path] > MOST_QUERIES:
            return
        self._keep(known, path, self.browser.get(path))
        if not url.query and not _KEY.search(url.path):
            self._waiting += [path + more for more in CURIOUS]

    def _keep(self, known: str, path: str, answer: Any) -> None:
        text = self._keep_only(known, answer)
        if answer.get("Location"):
            self._waiting.append(answer["Location"])
        kind = answer.get("Content-Type", "")
        if kind.startswith("text/html"):
            self._follow(Page(text, path), path)
        elif "json" in kind and text:
            self._waiting += _addresses_in(json.loads(text))

    def _follow(self, page: Page, path: str) -> None:
        self._waiting += [urljoin(path, link) for link in page.links]
        for form in page.forms:
            action = urljoin(path, form.action).partition("#")[0]
            if _ELSEWHERE.match(action):
                continue
            for number, sent in enumerate(form.ways()):
                self._send(form, action, sent, way=number)

    def _send(self, form: Form, action: str, sent: Sent, *, way: int) -> None:
        fields = _fields(sent)
        if form.method == "get":
            self._waiting.append(f"{action.partition('?')[0]}?{urlencode(sent)}")
            return
        known = self.bare(f"POST {action} {_shape(fields)}")
        kind = f"{_route(action)} {way} {sorted(fields)}"
        if known in self.seen or self._sent[kind] == MOST_ROWS:
            return
        self._sent[kind] += 1
        with _Undone(self.browser):
            files = {name: self._file() for name in form.files}
            answer = self._post(known, action, fields | files)
            if answer.status_code == HTTPStatus.OK:
                self._press_what_is_new(known, action, answer, form)
        self._names = dict(_names_of_keys())

    def _post(self, known: str, action: str, fields: dict[str, Any]) -> Any:
        answer = self.browser.post(action, fields)
        self._names = dict(_names_of_keys())
        self._keep_only(known, answer)
        if answer.get("Location"):
            self._keep_only(f"{known} then", self.browser.get(answer["Location"]))
        return answer

    def _press_what_is_new(
        self, known: str, action: str, answer: Any, before: Form
    ) -> None:
        """Press the buttons that the form did not have before: of a preview, say."""
        for form in Page(text_of(answer), action).forms:
            if urljoin(action, form.action).partition("#")[0] != action:
                continue
            for button in set(form.buttons) - set(before.buttons):
                with _Undone(self.browser):
                    pressed = _fields([*form.kept, button])
                    self._post(f"{known} and {button}", action, pressed)

    def _keep_only(self, known: str, answer: Any) -> str:
        """Keep an answer and follow nothing in it; return what it says."""
        where, text = answer.get("Location", ""), text_of(answer)
        self.seen[known] = self.bare(f"{answer.status_code} {where}\n{text}")
        return text

    def _file(self) -> SimpleUploadedFile:
        return SimpleUploadedFile("rows.csv", self.upload(), "text/csv")

    def bare(self, text: str) -> str:
        """Return a text without what is another one in each database."""
        for secret in _SECRETS:
            text = secret.sub("…", text)
        text = _SEALED.sub(lambda found: f"sealed:{len(found[0])}", text)
        return _KEY.sub(lambda found: self._names.get(found[0], "key"), text)


class _Undone:
    """What is done inside leaves no trace, in the database and in the browser."""

    def __init__(self, browser: Client) -> None:
        self.browser = browser

    def __enter__(self) -> None:
        self.cookies = copy.deepcopy(self.browser.cookies)
        self.point = transaction.savepoint()

    def __exit__(self, *_: object) -> None:
        transaction.savepoint_rollback(self.point)
        self.browser.cookies = self.cookies


def text_of(answer: Any) -> str:
    """Return what an answer says; of a workbook, what is in it."""
    content = b"".join(answer) if answer.streaming else answer.content
    if content[:4] != b"PK\x03\x04":
        return str(content.decode())
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        names = [n for n in book.namelist() if not n.startswith("docProps/")]
        return "\n".join(book.read(name).decode() for name in sorted(names))


def _names_of_keys() -> Iterator[tuple[str, str]]:
    """Yield each key with a name that it has in the other database, too."""
    for model in apps.get_app_config("predictor").get_models():
        keys = model._default_manager.order_by("pk").values_list("pk", flat=True)
        for number, key in enumerate(keys):
            yield str(key), f"<{model.__name__} {number}>"


def _addresses_in(value: Any) -> Iterator[str]:
    if isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from _addresses_in(inner)
    elif isinstance(value, str) and value.startswith(_HOME):
        yield value


def _route(action: str) -> str:
    try:
        return str(resolve(urlsplit(action).path).url_name)
    except Resolver404:
        return action


def _fields(sent: Sent) -> dict[str, Any]:
    fields: dict[str, Any] = {}
    for name, value in sent:
        fields.setdefault(name, []).append(value)
    fields.pop("csrfmiddlewaretoken", None)
    return fields


def _shape(fields: dict[str, Any]) -> str:
    """Return what was sent, but for what is sealed."""
    shown = {n: v for n, v in fields.items() if n not in ("monitoring", "assigned")}
    return json.dumps(shown, sort_keys=True)
