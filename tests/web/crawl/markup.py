"""The links and the forms of a page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Final

Attributes = dict[str, str]
#: Whoever answers these anew overwrites what is stored, and makes a revision of it
#: where that was something else.
NEVER_CHOSEN: Final = ("gender", "married", "dependents")
#: What a form sends: names and values, in their order.
Sent = list[tuple[str, str]]


@dataclass
class Form:
    """A form as a browser would send it."""

    action: str
    method: str
    kept: Sent = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    files: list[str] = field(default_factory=list)
    choices: list[tuple[str, str]] = field(default_factory=list)
    boxes: list[tuple[str, str]] = field(default_factory=list)
    buttons: list[tuple[str, str]] = field(default_factory=list)

    def ways(self) -> Iterator[Sent]:
        """Yield what to send: as it stands, blank, other words, each answer."""
        for button in self.buttons or [("", "")]:
            pressed = [button] if button[0] else []
            blank = [(n, "" if n in self.texts else v) for n, v in self.kept]
            words = [(n, "?!" if n in self.texts else v) for n, v in self.kept]
            everything = self.kept + self._first_choices()
            for sent in (self.kept, everything, blank, words):
                yield sent + pressed
        if self.method == "get":
            for name, value in self.choices:
                yield [(n, v) for n, v in self.kept if n != name] + [(name, value)]

    def _first_choices(self) -> Sent:
        chosen = {name for name, _ in self.kept} | set(NEVER_CHOSEN)
        first = {n: v for n, v in reversed(self.choices) if n not in chosen}
        return [*first.items(), *self.boxes]


class Page(HTMLParser):
    """Reads a page once; ``links`` and ``forms`` are what it leads to."""

    def __init__(self, text: str, address: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.forms: list[Form] = []
        self._address = address
        self._by_id: dict[str, Form] = {}
        self._open: Form | None = None
        self._select = self._area = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = {name: value or "" for name, value in attrs}
        if tag == "a" and named.get("href"):
            self.links.append(named["href"])
        elif tag == "form":
            self._begin(named)
        elif self._open or "form" in named:
            self._control(tag, named)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._open = None
        elif tag == "select":
            self._select = ""
        elif tag == "textarea":
            self._area = ""

    def handle_data(self, data: str) -> None:
        if self._area and self._open:
            self._open.kept.append((self._area, data.strip()))

    def _begin(self, named: Attributes) -> None:
        action = named.get("action") or self._address
        self._open = Form(action, named.get("method", "get").lower())
        self.forms.append(self._open)
        self._by_id[named.get("id", "")] = self._open

    def _control(self, tag: str, named: Attributes) -> None:
        form = self._by_id.get(named["form"]) if "form" in named else self._open
        name, value = named.get("name", ""), named.get("value", "")
        if form is None:
            return
        if tag == "select":
            self._select = name
        elif tag == "option" and self._select:
            form.choices.append((self._select, value))
            if "selected" in named:
                form.kept.append((self._select, value))
        elif tag == "button":
            form.buttons.append((name, value))
        elif tag == "textarea":
            form.texts.append(name)
            self._area = name
        elif tag == "input":
            self._input(form, named.get("type", "text"), named)

    def _input(self, form: Form, kind: str, named: Attributes) -> None:
        name, value = named.get("name", ""), named.get("value", "")
        if kind in ("radio", "checkbox"):
            if "checked" in named:
                form.kept.append((name, value))
            else:
                (form.boxes if kind == "checkbox" else form.choices).append(
                    (name, value)
                )
            return
        if kind == "file":
            form.files.append(name)
            return
        if kind != "hidden":
            form.texts.append(name)
        form.kept.append((name, value))
