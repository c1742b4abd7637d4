"""The few real rows of which a desk's millions are copies, made by the services."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import Final
from uuid import UUID

from django.contrib.auth.models import User
from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone

from benchmarks import bodies
from predictor.models import (
    Channel,
    Decision,
    DryRun,
    Notice,
    Prediction,
    Recommendation,
    Status,
)
from predictor.models.roles import Role, group_of
from predictor.services import accounts, decisions, notices, scoring, what_if
from predictor.services.grounds import Grounds

#: The table of the predictions that are copied, with the place of each.
TABLE: Final = "originals"
_SCORED: Final = 800
#: So many of each: most are approved. 61 in all, which is prime, so that no other share
#: of the numbers meets always the same ones.
_OF_EACH: Final = {
    Recommendation.APPROVE: 45,
    Recommendation.REFER: 8,
    Recommendation.DECLINE: 8,
}
_ASKED: Final = "original"  # the id of the requests


@dataclass(frozen=True, slots=True)
class Originals:
    """Rows that are copied, besides the applications and predictions of the table."""

    number: int  # of the table's
    officer: User
    decision: Decision
    notice: Notice
    dry_run: DryRun


def make(username: str, password: str) -> Originals:
    """Score, try another amount, decline and tell, as a client and an officer do."""
    officer = _officer(username, password)
    _score()
    asked = Prediction.objects.filter(request_id=_ASKED)
    scored = asked.filter(application__status=Status.READY)
    spare = scored.filter(recommendation=Recommendation.DECLINE).latest("id")
    what_if.ask(spare, amount=50.0, term=360.0, by=officer, request_id=_ASKED)
    decision = _decline(spare, officer)
    return Originals(
        number=_keep(scored),
        officer=officer,
        decision=decision,
        notice=notices.record_sent(decision, timezone.localdate(), by=officer),
        dry_run=DryRun.objects.get(request_id=_ASKED),
    )


def _officer(username: str, password: str) -> User:
    officer = User.objects.create_user(username, password=password)
    officer.groups.add(group_of(Role.LOAN_OFFICER))
    accounts.settle(officer)
    return officer


def _score() -> None:
    scoring.score(
        rows=list(islice(bodies.applicants(seed=0), _SCORED)),
        by=User.objects.get(username="benchmark"),
        channel=Channel.API,
        request_id=_ASKED,
        explain="all",  # a copy has its reasons
    )


def _decline(prediction: Prediction, officer: User) -> Decision:
    reasons = Grounds(
        codes=("income_unverified",), left_out_because="Another reason weighs more."
    )
    return decisions.decline(prediction.pk, reasons, by=officer)


def _keep(scored: QuerySet[Prediction]) -> int:
    """Write the table of those that are copied, in the order of time."""
    keys: list[UUID] = []
    for suggestion, number in _OF_EACH.items():
        theirs = scored.filter(recommendation=suggestion).order_by("id")
        keys += theirs.values_list("pk", flat=True)[:number]
    kept = Prediction.objects.filter(pk__in=keys).order_by()
    rows, parameters = kept.values(
        "id", "application_id", "recommendation"
    ).query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(
            f"CREATE TEMPORARY TABLE {TABLE} AS "  # noqa: S608 - the ORM's
            "SELECT row_number() OVER (ORDER BY id) - 1 AS place, kept.* "
            f"FROM ({rows}) AS kept",
            parameters,
        )
        cursor.execute(f"CREATE UNIQUE INDEX {TABLE}_place ON {TABLE} (place)")
    return len(keys)
