"""Today's numbers: what waits, what is due, what was decided and by whom.

Each is counted in the rows that it is of, but only so far: a desk where more waits than
that needs no exact number. Decisions are those in effect, on the day on which they were
taken; what waits for a second officer counts once that one has confirmed it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from django.contrib.auth.models import User
from django.db.models import Case, F, IntegerField, QuerySet, Value, When

from predictor.models import Decision, LoanApplication, Verdict, bounded
from predictor.models.keys import first_key
from predictor.models.queues import Queue
from predictor.services import days
from predictor.services.deciding import deadlines, force
from predictor.services.desk import claims

DAYS: Final = 14
#: What is due on one of so many days, today among them, is due soon.
SOON: Final = timedelta(days=7)
#: So many decisions and claims are counted, the newest.
MOST: Final = 10_000


@dataclass(frozen=True, slots=True)
class Waiting:
    """How much of a queue waits, is due within seven days, and is late."""

    queue: Queue
    waiting: int
    soon: int
    late: int

    @property
    def has_days(self) -> bool:
        """Whether anything is due on a day: what lacks a fact is not."""
        return self.queue != Queue.INCOMPLETE


@dataclass(frozen=True, slots=True)
class Day:
    """How many decisions of each verdict were taken on a day."""

    on: date
    decided: Mapping[Verdict, int]

    @property
    def total(self) -> int:
        """How many decisions were taken."""
        return sum(self.decided.values())


@dataclass(frozen=True, slots=True)
class Work:
    """What one officer, or all, has to decide and decided today."""

    name: str
    claimed: int
    decided: int
    overrides: int


@dataclass(frozen=True, slots=True)
class Overview:
    """All that the page shows."""

    team: list[Waiting]
    mine: list[Waiting]
    days: list[Day]
    officers: list[Work]
    all_work: Work
    my_work: Work
    is_cut: bool  # whether there are more decisions than are counted


def overview(*, by: User) -> Overview:
    """Return the numbers as they are for somebody who looks now."""
    today = days.today()
    counts = bounded.count(_rows(today, by))
    decided = _decided(today)
    works = _works(decided, _claimed())
    return Overview(
        team=_waiting("team", counts),
        mine=_waiting("mine", counts),
        days=_days(today, decided),
        officers=[works[key] for key in works],
        all_work=_sum(works.values()),
        my_work=works.get(by.pk, Work(by.get_username(), 0, 0, 0)),
        is_cut=sum(decided.values()) == MOST,
    )


# What waits


def _rows(today: date, by: User) -> dict[str, QuerySet[LoanApplication]]:
    """Return what is counted, in the order of the indexes that it is counted in."""
    rows = LoanApplication.objects.order_by("waiting_since")
    wanted: dict[str, QuerySet[LoanApplication]] = {}
    for whose, theirs in (("team", rows), ("mine", rows.filter(assignee=by.pk))):
        for queue in Queue:
            here = theirs.filter(queue=queue)
            late = days.beginning(today - _allowed(queue))
            soon = days.beginning(today - _allowed(queue) + SOON + _DAY)
            wanted[f"{whose} {queue} waiting"] = here
            wanted[f"{whose} {queue} late"] = here.filter(waiting_since__lt=late)
            wanted[f"{whose} {queue} soon"] = here.filter(
                waiting_since__gte=late, waiting_since__lt=soon
            )
    return wanted


_DAY: Final = timedelta(days=1)


def _allowed(queue: Queue) -> timedelta:
    offers = queue == Queue.OFFERS
    return deadlines.COUNTER_OFFER if offers else deadlines.NOTICE


def _waiting(whose: str, counts: Mapping[str, int]) -> list[Waiting]:
    return [
        Waiting(
            queue,
            *(
                counts[f"{whose} {queue} {name}"]
                for name in ("waiting", "soon", "late")
            ),
        )
        for queue in Queue
    ]


# What was decided

#: Day (0 is today), officer, verdict, whether it is an override → how many.
_Decided = Mapping[tuple[int, int, str, bool], int]


def _decided(today: date) -> _Decided:
    """Count the newest decisions, by keys that say when they were made."""
    begun = [
        first_key(days.beginning(today - timedelta(days=ago))) for ago in range(DAYS)
    ]
    ago = Case(
        *(When(pk__gte=key, then=Value(ago)) for ago, key in enumerate(begun)),
        output_field=IntegerField(),
    )
    decisions = force.in_effect(Decision.objects.filter(pk__gte=begun[-1]))
    rows = decisions.order_by("-pk").annotate(
        ago=ago,
        who=F("decided_by"),
        what=F("verdict"),
        is_override=Case(When(override_code=None, then=Value(0)), default=Value(1)),
    )
    return bounded.grouped(rows, "ago", "who", "what", "is_override", most=MOST)


def _days(today: date, decided: _Decided) -> list[Day]:
    """Return the days, the oldest first."""
    totals: Counter[tuple[int, str]] = Counter()
    for (ago, _, verdict, _), number in decided.items():
        totals[ago, verdict] += number
    return [
        Day(today - timedelta(days=ago), {v: totals[ago, v.value] for v in Verdict})
        for ago in range(DAYS - 1, -1, -1)
    ]


# Who works


def _claimed() -> Mapping[int, int]:
    """Return how many that are to be decided each officer has claimed."""
    claimed = LoanApplication.objects.filter(
        assignee__isnull=False, queue__isnull=False, queue=Queue.DECIDE
    )
    rows = claimed.order_by("assignee_id").annotate(who=F("assignee_id"))
    return {who: n for (who,), n in bounded.grouped(rows, "who", most=MOST).items()}


def _works(decided: _Decided, claimed: Mapping[int, int]) -> dict[int, Work]:
    """Return the work of today: of all who may decide, and of all who did."""
    today: Counter[int] = Counter()
    overrides: Counter[int] = Counter()
    for (ago, who, _, is_override), number in decided.items():
        today[who] += number * (ago == 0)
        overrides[who] += number * (ago == 0 and is_override)
    people = claims.officers() | User.objects.filter(pk__in=[*+today, *claimed])
    return {
        person.pk: Work(
            person.get_username(),
            claimed.get(person.pk, 0),
            today[person.pk],
            overrides[person.pk],
        )
        for person in people.order_by("username")
    }


def _sum(works: Iterable[Work]) -> Work:
    found = list(works)
    return Work(
        "",
        *(sum(getattr(work, name) for work in found) for name in _NUMBERS),
    )


_NUMBERS: Final = ("claimed", "decided", "overrides")
