"""A language in which every translated text stands in brackets, and who reads it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html.parser import HTMLParser
from typing import Final

LANGUAGE: Final = "qps"  # no language of people
#: What a text is filled with: that has to be translated by itself.
_FILLED: Final = re.compile(r"(%\(\w+\)\w|%%|%\w|\{\w*\}|<[^>]*>)")
_LETTER: Final = re.compile(r"[^\W\d_]")
_CONTEXT: Final = "\x04"


class Bracketed:
    """A catalogue in place of Django's: ``Enter the ⟦loan amount⟧`` had a part left."""

    def gettext(self, message: str) -> str:
        parts = _FILLED.split(message.rpartition(_CONTEXT)[2])
        return "".join(f"⟦{p}⟧" if _translatable(p) else p for p in parts)

    def ngettext(self, singular: str, plural: str, number: int) -> str:
        return self.gettext(singular if number == 1 else plural)

    def to_language(self) -> str:
        return LANGUAGE

    def language(self) -> str:
        return LANGUAGE


def _translatable(part: str) -> bool:
    return not _FILLED.fullmatch(part) and bool(_LETTER.search(part))


def left(texts: Iterable[str], data: Iterable[str]) -> list[str]:
    """Return what is neither translated nor data nor a reference, of each text."""
    known = "|".join(re.escape(d) for d in sorted(data, key=len, reverse=True))
    skipped = re.compile(rf"⟦[^⟦⟧]*⟧|\bLP[\w-]*|(?<![^\W_])(?:{known})(?![^\W_])")
    bare = (skipped.sub("", text) for text in texts)
    return [text.strip() for text in bare if _LETTER.search(text)]


def shown(page: str) -> list[str]:
    """Return what a page says to somebody who sees or hears it."""
    reader = _Reader()
    reader.feed(page)
    return list(reader.texts())


_SAID: Final = ("aria-label", "title", "alt", "placeholder")


class _Reader(HTMLParser):
    """Collects texts, and the attributes that are read out or shown."""

    def __init__(self) -> None:
        super().__init__()
        self._open: list[str] = []
        self._texts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._open.append(tag)
        named = dict(attrs)
        is_button = named.get("type") in ("submit", "button", "reset")
        for name, value in attrs:
            said = name in _SAID or name.startswith("data-")
            if value and (said or (is_button and tag == "input" and name == "value")):
                self._texts.append(value)

    def handle_data(self, data: str) -> None:
        if data.strip() and self._open[-1:] != ["script"]:
            self._texts.append(data.strip())

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop() != tag:
            pass

    def texts(self) -> Iterator[str]:
        return iter(self._texts)
