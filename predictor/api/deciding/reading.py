"""A body that is one JSON object: its fields, read by name, and all that is wrong."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any, Final
from uuid import UUID

from rest_framework.request import Request

from predictor.api import body
from predictor.api.problems import InvalidBody
from predictor.services import days, receiving
from predictor.services.deciding import words
from predictor.services.receiving import RowError

_KEPT: Final = "\t\n\r"  # of the control characters
_TYPE: Final = "type"


class Body:
    """Reads fields; a field that is null is missing.

    Whoever has read all asks ``refuse``: it raises what was wrong, and names the fields
    that nobody read.

    Raises
    ------
    receiving.NotJSON, InvalidBody
    """

    def __init__(self, request: Request) -> None:
        value = receiving.decode(body.read(request._request))
        if not isinstance(value, dict):
            raise InvalidBody([RowError(0, None, _TYPE, "The body is a JSON object.")])
        self._given: dict[str, Any] = value
        self._names: list[str] = []
        self._errors: list[RowError] = []

    def refuse(self) -> None:
        """Raise InvalidBody where anything was wrong."""
        if self._given.keys() - set(self._names):
            fields = f"The fields are: {', '.join(self._names)}; spelt exactly."
            self.wrong(None, "unknown_field", fields)
        if self._errors:
            raise InvalidBody(self._errors)

    def is_null(self, name: str) -> bool:
        """Whether the field is there, as null."""
        return name in self._given and self._given[name] is None

    def text(self, name: str, *, most: int, required: bool = False) -> str:
        """Return a text without what is invisible in it."""
        value = self._one(name, str, "text", required)
        if value is None:
            return ""
        text = words.plain(value)
        if len(text) > most:
            self.wrong(name, "range", f"{name} has at most {most:,} characters.")
        if any(unicodedata.category(c) == "Cc" and c not in _KEPT for c in text):
            self.wrong(name, "pattern", f"{name} has characters that are not text.")
        if required and not text:
            self.wrong(name, "required", f"{name} is required.")
        return text

    def word(self, name: str, choices: Sequence[str], *, required: bool = True) -> str:
        """Return one of the words, or "" where there is none."""
        value: str | None = self._one(name, str, "text", required)
        if value is not None and value not in choices:
            self.wrong(name, "choice", f"{name} is one of: {', '.join(choices)}.")
            return ""
        return value or ""

    def words(self, name: str) -> tuple[str, ...]:
        """Return an array of texts."""
        value = self._one(name, list, "an array of texts", required=False) or []
        if not all(isinstance(one, str) for one in value):
            self.wrong(name, _TYPE, f"{name} is an array of texts.")
            return ()
        return tuple(value)

    def fields(self, name: str) -> dict[str, Any] | None:
        """Return an object as it came."""
        found: dict[str, Any] | None = self._one(name, dict, "an object", False)
        return found or None

    def key(self, name: str, *, required: bool = True) -> UUID | None:
        """Return the key of a row."""
        value = self._one(name, str, "text", required)
        try:
            return None if value is None else UUID(value)
        except ValueError:
            self.wrong(name, "pattern", f"{name} is an id, as the API gives it.")
            return None

    def moment(self, name: str, *, required: bool = True) -> date | datetime | None:
        """Return a day, or a moment; one without a zone stays so."""
        value = self._one(name, str, "text", required)
        if value is None:
            return None
        try:
            moment = datetime.fromisoformat(value)
        except ValueError:
            moment = None
        if moment is None or not value.isprintable():
            self.wrong(name, "pattern", f"{name} is a date, or date and time.")
        elif moment.year not in days.YEARS:
            self.wrong(name, "range", f"{name} is of the years 1900 to 2199.")
        elif moment.tzinfo is None and moment.time() == time.min:
            return moment.date()
        return moment

    def _one(self, name: str, kind: type, called: str, required: bool) -> Any:
        """Return the value; None where it is missing or of another kind."""
        self._names.append(name)
        value = self._given.get(name)
        if value is None:
            if required:
                self.wrong(name, "required", f"{name} is required.")
        elif not isinstance(value, kind):
            self.wrong(name, _TYPE, f"{name} is {called}.")
        else:
            return value
        return None

    def wrong(self, name: str | None, rule: str, message: str) -> None:
        """Keep that a field breaks a rule."""
        self._errors.append(RowError(0, name, rule, message))
