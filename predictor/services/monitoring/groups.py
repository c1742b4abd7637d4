"""Approval rates by sex, marital status and dependents: a screen, not a legal test.

Each row is of the twelve months that end with one. A ratio is that of a group's rate
to the rate of the reference group: the largest one, unless ``REFERENCE_GROUPS`` names
another.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any, Final

from django.conf import settings
from django.utils import timezone

from ml import schema
from ml.intervals import katz, wilson
from predictor.models import Counted
from predictor.services.monitoring import counting, months
from predictor.services.monitoring.drift import chosen
from predictor.services.monitoring.predictions import MISSING, Groups

SCREEN: Final = "A screen, not a legal test."
WINDOW: Final = 12  # months
LEAST_APPLICATIONS: Final = 30
LEAST_DECLINES: Final = 5

#: Whose answers are looked at. Imported labels belong to no version.
SOURCES: Final = {
    Counted.PREDICTIONS: "Recommendations of the model",
    Counted.DECISIONS: "Decisions of officers",
    Counted.IMPORTED: "Imported labels",
}


@dataclass(frozen=True, slots=True)
class Group:
    """One group; without rates where it has too few applications or declines."""

    group: str
    applications: int
    approved: int
    declined: int
    rate: tuple[float, float, float] | None  # with its interval (Wilson)
    ratio: tuple[float, float, float] | None  # with its interval (Katz)

    @property
    def is_enough(self) -> bool:
        """Whether there is enough to say more than the counts."""
        return (
            self.applications >= LEAST_APPLICATIONS and self.declined >= LEAST_DECLINES
        )


@dataclass(frozen=True, slots=True)
class Window:
    """The groups of one attribute in the twelve months that end with ``until``."""

    source: Counted  # one of SOURCES
    attribute: str
    until: date
    reference: str  # the group; empty where there is none
    groups: tuple[Group, ...]

    @property
    def since(self) -> date:
        """The first of the months."""
        return months.moved(self.until, 1 - WINDOW)

    def as_dict(self) -> dict[str, Any]:
        """Return it as JSON values."""
        ends = {"since": f"{self.since:%Y-%m}", "until": f"{self.until:%Y-%m}"}
        return asdict(self) | ends


@dataclass(frozen=True, slots=True)
class Groupings:
    """All windows, the newest last; ``model_version`` is None for all together."""

    model_version: int | None
    windows: tuple[Window, ...]
    counted_at: datetime | None

    @property
    def newest(self) -> list[Window]:
        """Those that end with the month that it is."""
        last = max((window.until for window in self.windows), default=None)
        return [window for window in self.windows if window.until == last]

    def as_dict(self) -> dict[str, Any]:
        """Return it as JSON values."""
        return {
            "note": SCREEN,
            "model_version": self.model_version,
            "least_applications": LEAST_APPLICATIONS,
            "least_declines": LEAST_DECLINES,
            "windows": [window.as_dict() for window in self.windows],
        }


def groups(number: int | None = None, *, last: int = WINDOW) -> Groupings:
    """Return the rates of the windows that end with each of the last months.

    Parameters
    ----------
    number : of a version; by default of all together.

    Raises
    ------
    registry.NoSuchVersion
    """
    version = None if number is None else str(chosen(number).number)
    ends = months.up_to(months.of(timezone.now()), last)
    found = []
    for counted in SOURCES:
        if version is None or counted != Counted.IMPORTED:
            by_month = counting.of(counted)
            found += [
                _window(counted, name, until, _added(by_month, name, until, version))
                for name in schema.PROTECTED
                for until in ends
            ]
    return Groupings(number, tuple(found), counting.counted_at())


_Answers = dict[str, Counter[str]]


def _added(
    by_month: Mapping[date, Mapping[str, Any]],
    name: str,
    until: date,
    version: str | None,
) -> _Answers:
    """Return group → answer → how many, of twelve months and one or all versions."""
    found: _Answers = {}
    for month in months.up_to(until, WINDOW):
        for number, content in by_month.get(month, {}).items():
            if version in (None, number):
                _add(found, content["groups"], name)
    return found


def _add(found: _Answers, groups: Groups, name: str) -> None:
    for group, answers in groups.get(name, {}).items():
        found.setdefault(group, Counter()).update(answers)


def _window(counted: Counted, name: str, until: date, found: _Answers) -> Window:
    rows = [_group(group, answers) for group, answers in _in_order(name, found)]
    reference = _reference(name, rows)
    compared = tuple(_compared(row, reference) for row in rows)
    chosen = reference.group if reference else ""
    return Window(counted, name, until, chosen, compared)


def _in_order(name: str, found: _Answers) -> Iterable[tuple[str, Counter[str]]]:
    field = schema.FIELDS[name]
    choices = field.choices if isinstance(field, schema.Category) else ()
    known = (*choices, MISSING)
    others = sorted(set(found) - set(known))  # of an older data dictionary
    return [(c, found[c]) for c in (*known, *others) if c in found]


def _group(group: str, answers: Counter[str]) -> Group:
    number, approved = answers.total(), answers["approve"]
    counted = Group(group, number, approved, answers["decline"], None, None)
    if not counted.is_enough:
        return counted
    rate = (approved / number, *wilson(approved, number))
    return Group(group, number, approved, answers["decline"], rate, None)


def _reference(name: str, rows: list[Group]) -> Group | None:
    """Return the group of the setting, or the largest that is not the missing ones."""
    wanted = settings.REFERENCE_GROUPS.get(name)
    if wanted is not None:
        return next((row for row in rows if row.group == wanted), None)
    named = [row for row in rows if row.group != MISSING]
    return max(named, key=lambda row: row.applications, default=None)


def _compared(row: Group, to: Group | None) -> Group:
    if to is None or row.rate is None or to.rate is None or not to.approved:
        return row
    if row.group == to.group:
        return row
    ratio = row.rate[0] / to.rate[0]
    cells = (row.approved, row.applications, to.approved, to.applications)
    counts = (row.group, row.applications, row.approved, row.declined)
    return Group(*counts, row.rate, (ratio, *katz(*cells)))
