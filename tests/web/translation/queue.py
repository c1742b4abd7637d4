"""The queue, claims and the overview, in their states."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from predictor.models.roles import Role
from tests import builders

if TYPE_CHECKING:
    from tests.web.translation.desk import Desk


def _list(desk: Desk) -> Iterator[Any]:
    for tab in ("to_decide", "incomplete", "offers", "letters", "mine", "all"):
        yield desk.get("application-list", tab=tab)
    yield desk.get("application-list", q="LP00")
    yield desk.get("application-list", suggestion="refer", tab="all")
    long_ago = timezone.now() - timedelta(days=200)
    for i, kind in enumerate(("approve", "refer", "decline") * 10):
        chance = (0.9996, 0.52, 0.0004)[i % 3]
        builders.prediction(recommendation=kind, probability=chance)
    builders.application(
        loan_amount=None, status="incomplete", received_at=None, completed_at=None
    )
    builders.application(status="counter_offer", decided_at=long_ago)
    late = {"received_at": long_ago, "completed_at": long_ago}
    builders.application(assignee=desk.officer, status="awaiting_second_officer")
    builders.application(assignee=builders.person(), **late)
    builders.declined()
    for tab in ("to_decide", "incomplete", "offers", "letters", "mine", "all"):
        first = desk.get("application-list", tab=tab)
        yield first
    yield desk.get("application-list", tab="all", after=first.context["page"].next)
    yield desk.get("application-list", after="f" * 32, order="received")
    yield desk.get("application-list", q="LP0000", suggestion="approve", tab="all")
    yield desk.get("application-list", q="LP-none", suggestion="none", dir="desc")
    desk.settings.BLIND_SHARE = 1
    yield desk.get("application-list", suggestion="approve")
    yield desk.get("application-list", order="touched", whose="nobody")


def _claim_selected(desk: Desk) -> Iterator[Any]:
    free, gone = builders.application(), builders.application(status="withdrawn")
    taken = builders.application(assignee=builders.person())
    yield desk.get("claim-selected")
    yield desk.post("claim-selected")
    yield desk.post("claim-selected", key=[free.pk, gone.pk, taken.pk])
    keys = [builders.application().pk for _ in range(2)]
    yield desk.post("claim-selected", key=keys)
    yield Client().post(reverse("claim-selected"), {"key": free.pk})


def _next(desk: Desk) -> Iterator[Any]:
    yield desk.post("next-application")
    builders.application()
    yield desk.post("next-application")


def _claim(desk: Desk) -> Iterator[Any]:
    pk = builders.application().pk
    other = builders.person_as(Role.LOAN_OFFICER, "olga")
    yield desk.post("claim", pk, action="claim")
    yield desk.post("claim", pk, action="assign")
    yield desk.post("claim", pk, action="assign", to=other.pk)
    yield desk.post("claim", pk, action="claim")
    yield desk.post("claim", pk, action="release")
    yield desk.post("claim", pk, action="take-over")
    yield desk.post("claim", pk, action="release")
    gone = builders.application(status="withdrawn")
    yield desk.post("claim", gone.pk, action="claim")


def _overview(desk: Desk) -> Iterator[Any]:
    yield desk.get("overview")
    builders.application(assignee=desk.officer)
    builders.decision(decided_by=desk.officer)
    yield desk.get("overview")


VISITS: Final[dict[str, Callable[[Desk], Iterator[Any]]]] = {
    "overview": _overview,
    "application-list": _list,
    "claim-selected": _claim_selected,
    "next-application": _next,
    "claim": _claim,
}
