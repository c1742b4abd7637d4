"""What follows from an application's number, or a score's, in SQL.

Applications and scores are numbered from 1 in the order of time. All that a row is made
of follows from its number ``n``, so that each table is written by itself.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Final

from benchmarks.contestants.copies import key
from predictor.models import Status

#: Of a hundred applications.
MIX: Final = {
    Status.READY: 40,
    Status.INCOMPLETE: 5,
    Status.SECOND_OFFICER: 1,
    Status.COUNTER_OFFER: 2,
    Status.APPROVED: 30,
    Status.DECLINED: 20,
    Status.WITHDRAWN: 1,
    Status.CLOSED_INCOMPLETE: 1,
}
_HUNDRED: Final = sum(MIX.values())
_SPAN: Final = timedelta(days=730)
#: Between the last score and now: time enough to be decided and told.
_REST: Final = timedelta(hours=3)
_DECIDED_AFTER: Final = 3_600_000  # milliseconds behind the first score
_TOLD_AFTER: Final = 5_400_000
_MILLISECOND: Final = timedelta(milliseconds=1)
#: Of which table a key is.
_APPLICATION, _SCORE, _DECISION, _NOTICE, _TRY, _ENTRY, _NOTE = range(1, 8)


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbers:
    """How much there is."""

    applications: int
    each: int  # scores of each, on average: its first, and others of the same weeks
    crowd: int  # more scores of one, all of them the newest
    tries: int  # applications to one what-if
    until: datetime = field(default_factory=lambda: datetime.now(UTC) - _REST)

    @property
    def scores(self) -> int:
        return self.applications * self.each + self.crowd

    @property
    def crowded(self) -> int:
        """The application that has the crowd: one of the middle, which is ready."""
        return self.applications // (2 * _HUNDRED) * _HUNDRED

    @property
    def last_own(self) -> int:
        """The newest that is ready and came by the officer's own form."""
        return self.applications // _HUNDRED * _HUNDRED

    # Of an application

    def application(self, n: str) -> str:
        return key(_APPLICATION, self.received(n), n)

    def received(self, n: str) -> str:
        """Return when it came; this and the others in milliseconds."""
        return self.scored(self.first_score(n))

    def first_score(self, n: str) -> str:
        return f"(({n}) * {self.each} - {self.each - 1})"

    def decided(self, n: str) -> str:
        return f"({self.received(n)} + {_DECIDED_AFTER})"

    def told(self, n: str) -> str:
        return f"({self.received(n)} + {_TOLD_AFTER})"

    def decision(self, n: str) -> str:
        return key(_DECISION, self.decided(n), n)

    def notice(self, n: str) -> str:
        return key(_NOTICE, self.told(n), n)

    def revised(self, n: str) -> str:
        """Return the condition that its values were changed after the first score."""
        return f"({n} % 20 = 7 AND {status(n)} = 'ready')"

    # Of a score, or a what-if

    def score(self, n: str) -> str:
        return key(_SCORE, self.scored(n), n)

    def scored(self, n: str) -> str:
        step = _SPAN // _MILLISECOND // self.scores
        begun = int((self.until - _SPAN).timestamp() * 1000)
        return f"({begun} + ({n}) * {step})"

    def scored_application(self, n: str) -> str:
        """Return whose score it is."""
        newest = f"(({n} - 1) / {self.each} + 1)"
        most = max(1, self.applications // 20)
        recent = f"(CASE WHEN {newest} < {most} THEN {newest} ELSE {most} END)"
        return (
            f"(CASE WHEN {n} > {self.applications * self.each} THEN {self.crowded} "
            f"WHEN {n} % {self.each} = 1 THEN {newest} "
            f"ELSE {newest} - {n} * 2654435761 % {recent} END)"  # as good as by chance
        )

    def tried(self, n: str) -> str:
        return key(_TRY, self.told(n), n)

    # Of the journal

    def entry(self, n: str) -> str:
        return key(_ENTRY, self.decided(n), n)

    def note(self, n: str) -> str:
        return key(_NOTE, self.told(n), n)

    def talked_about(self, n: str) -> str:
        """Return which application: n, but for the first ones the crowded one."""
        first = min(500, self.applications // 20)
        return f"(CASE WHEN {n} <= {first} THEN {self.crowded} ELSE {n} END)"


def status(n: str) -> str:
    """Return where an application stands: neighbours stand apart."""
    share, below, whens = f"{n} * 7919 % {_HUNDRED}", 0, []
    for name, number in MIX.items():
        below += number
        whens.append(f"WHEN {share} < {below} THEN '{name.value}'")
    return f"(CASE {' '.join(whens)} END)"
