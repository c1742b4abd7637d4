"""The states of the queue and of the overview: how to come to each."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Final

from django.contrib.auth.models import User
from django.urls import reverse
from django.utils import timezone

from predictor.models.roles import Role
from tests import builders
from tests.journeys.desk import Desk

_QUEUE: Final = reverse("application-list")
_SUGGESTED: Final = (("approve", 0.83), ("refer", 0.52), ("decline", 0.18))


def _fill(desk: Desk) -> None:
    """Let more wait than a page takes, some of it late, some of it claimed."""
    now = timezone.now()
    people = [None, None, _officer(), builders.person("a.colleague")]
    for i in range(30):
        since = now - timedelta(days=32 - i)
        kind, chance = _SUGGESTED[i % 3]
        made = builders.application(
            loan_id=f"LP{1000 + i:06}",
            received_at=since,
            completed_at=since,
            assignee=people[i % 4],
        )
        builders.prediction(application=made, recommendation=kind, probability=chance)
    builders.application(
        loan_id="A-" * 15 + "ZZ",
        loan_amount=None,
        status="incomplete",
        completed_at=None,
    )
    builders.application(
        loan_id="OFFER", status="counter_offer", decided_at=now - timedelta(days=80)
    )
    builders.declined()


def _officer() -> User:
    """Return who is logged in."""
    return User.objects.get(username="officer")


def _tab(query: str) -> Callable[[Desk], None]:
    def go(desk: Desk) -> None:
        _fill(desk)
        desk.go(f"{_QUEUE}?{query}")

    return go


def _claimed(desk: Desk) -> None:
    _fill(desk)
    desk.go(_QUEUE)
    desk.page.get_by_label("Select", exact=False).first.check()
    desk.press("Claim the selected")


def _hidden(desk: Desk) -> None:
    _fill(desk)
    desk.settings.BLIND_SHARE = 1.0
    desk.go(f"{_QUEUE}?suggestion=approve")


def _overview(desk: Desk) -> None:
    _fill(desk)
    now = timezone.now()
    verdicts = ("approve", "approve", "decline", "counter_offer")
    for i in range(20):
        at = now - timedelta(days=i % 7)
        application = builders.application(created_at=at)
        seen = builders.prediction(application=application, created_at=at)
        builders.decision(
            prediction=seen,
            verdict=verdicts[i % 4],
            decided_by=_officer(),
            created_at=at,
        )
    desk.go(reverse("overview"))


def _claim(desk: Desk) -> None:
    builders.person_as(Role.LOAN_OFFICER, "a.colleague")
    made = builders.application(assignee=builders.person("a.colleague"))
    desk.go(reverse("application-detail", args=[made.pk]))


STATES: Final[dict[str, Callable[[Desk], None]]] = {
    "queue": _tab(""),
    "queue-later": _tab("order=received&dir=asc&after=" + "0" * 32),
    "queue-incomplete": _tab("tab=incomplete"),
    "queue-offers": _tab("tab=offers"),
    "queue-letters": _tab("tab=letters"),
    "queue-mine": _tab("tab=mine"),
    "queue-all": _tab("tab=all"),
    "queue-narrowed": _tab("status=ready&whose=nobody&q=LP"),
    "queue-hidden": _hidden,
    "queue-nothing-fits": _tab("q=ZZ"),
    "queue-empty": lambda desk: desk.go(_QUEUE),
    "queue-claimed": _claimed,
    "application-claimed": _claim,
    "overview": _overview,
    "overview-empty": lambda desk: desk.go(reverse("overview")),
}
