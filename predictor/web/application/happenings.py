"""What happened to an application, from each table that says so."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, TypeVar
from uuid import UUID

from django.contrib.auth.models import User
from django.db.models import Model, QuerySet

from predictor.models import (
    Channel,
    Decision,
    DryRun,
    JournalEntry,
    Kind,
    LoanApplication,
    Notice,
    Verdict,
)
from predictor.models.journal import ANSWERS
from predictor.models.keys import made_at
from predictor.web.application.changes import AT_THE_DESK, Changes, changes_of
from predictor.web.application.scores import Score
from predictor.web.wording import Words

Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True, slots=True)
class Happening:
    """One thing that happened; what else there is to say stands in the row itself."""

    key: UUID  # sorts by time
    at: datetime
    kind: str
    who: User | None
    row: Any
    changes: Changes | None = None
    about: Words = ""  # what the details of a row come to

    @property
    def weighs_the_score(self) -> bool:
        """Whether its words may tell what the model said, or what to think of it."""
        return self.kind == "journal" and self.row.kind in _WEIGHED


_WEIGHED: Final = (Kind.FIRST_VIEW, *ANSWERS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """So many of the newest rows of each table, before a key."""

    size: int
    before: UUID | None = None

    def of(self, rows: QuerySet[Row]) -> QuerySet[Row]:
        """Return the rows of a table whose keys sort by time."""
        earlier = rows.filter(pk__lt=self.before) if self.before else rows
        return earlier.order_by("-pk")[: self.size]


def scored(scores: Iterable[Score]) -> Iterator[Happening]:
    """Yield the scores."""
    for score in scores:
        made = score.prediction
        yield Happening(made.pk, made.created_at, "score", made.requested_by, score)


def decided(decisions: Iterable[Decision]) -> Iterator[Happening]:
    """Yield the decisions, also those that need a second officer."""
    for one in decisions:
        yield Happening(one.pk, one.created_at, "decision", one.decided_by, one)


def told(application: LoanApplication, window: Window) -> Iterator[Happening]:
    """Yield what was recorded of letters."""
    notices = Notice.objects.filter(decision__application=application)
    for one in window.of(notices.select_related("recorded_by").defer("letter")):
        yield Happening(one.pk, one.created_at, "notice", one.recorded_by, one)


def tried(dry_runs: Iterable[DryRun]) -> Iterator[Happening]:
    """Yield that somebody has tried another amount or term."""
    for one in dry_runs:
        yield Happening(one.pk, one.created_at, "what-if", one.requested_by, one)


def written(application: LoanApplication, window: Window) -> Iterator[Happening]:
    """Yield the journal, and the changes of which it does not say who made them."""
    entries = application.journal.exclude(kind__in=_SAID_BY_THE_DECISION)
    changes = list(_changes(application, window))
    by_revision = {one.number: one for one in changes}
    for entry in window.of(entries.select_related("written_by")):
        changed = by_revision.get(entry.revision) if entry.kind in AT_THE_DESK else None
        yield Happening(
            entry.pk,
            entry.created_at,
            "journal",
            entry.written_by,
            entry,
            changed,
            _about(entry),
        )
    for one in changes:
        if not one.at_the_desk:
            who = application.owner
            yield Happening(one.key, one.at, "change", who, one, one)


def _about(entry: JournalEntry) -> Words:
    if entry.kind == Kind.FIRST_VIEW:
        return Verdict(entry.details["view"]).label
    return str(entry.details.get("username", ""))


_SAID_BY_THE_DECISION: Final = (Kind.DECIDED, Kind.PROPOSED)
_MILLISECOND: Final = timedelta(milliseconds=1)  # as exact as a key is


def _changes(application: LoanApplication, window: Window) -> Iterator[Changes]:
    until = made_at(window.before) + _MILLISECOND if window.before else None
    for one in changes_of(application, size=window.size, until=until):
        if window.before is None or one.key < window.before:
            yield one


def what_ifs(application: LoanApplication, window: Window) -> QuerySet[DryRun]:
    """Return what officers have tried, newest first."""
    asked = application.dry_runs.filter(channel=Channel.FORM)
    return window.of(asked.select_related("requested_by"))
