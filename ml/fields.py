"""What a field can be: text, one of a few words, a number, a flag, a moment."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

#: A value as it travels in JSON; ``None`` stands for missing.
Value = str | int | float | None
#: One applicant: wire name → value, every field of ``APPLICANT_FIELDS`` present.
Applicant = dict[str, Value]


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One field: its name on the wire, its name in Python, and its rules."""

    kind: ClassVar[str]

    name: str
    attribute: str
    label: str
    help: str
    #: What counts and what does not, and what follows where it is missing.
    counts: str = ""
    required: bool = False
    protected: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Text(Field):
    """Text of a limited length that a pattern describes."""

    kind: ClassVar[str] = "text"
    pattern: str
    max_length: int
    rule: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Category(Field):
    """One of a few words."""

    kind: ClassVar[str] = "category"
    choices: tuple[str, ...]
    #: Numbers that JSON clients and data frames send where they mean a choice.
    aliases: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Number(Field):
    """A finite number between two bounds."""

    kind: ClassVar[str] = "number"
    unit: str
    minimum: float = 0.0
    maximum: float
    above_minimum: bool = False  # the minimum itself is outside


@dataclass(frozen=True, slots=True, kw_only=True)
class Flag(Field):
    """0 or 1, as a number."""

    kind: ClassVar[str] = "flag"
    zero: str
    one: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment(Field):
    """A date, or a date with a time, in ISO 8601."""

    kind: ClassVar[str] = "moment"
