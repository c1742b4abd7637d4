"""The few real rows of which a desk's millions are copies, made by the services."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice
from typing import Final
from uuid import UUID

from django.contrib.auth.models import User
from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone

from benchmarks import bodies
from ml import schema
from predictor.models import (
    Channel,
    Decision,
    DryRun,
    JournalEntry,
    LoanApplication,
    Notice,
    OverrideCode,
    Prediction,
    Recommendation,
    Revision,
    Status,
    Verdict,
)
from predictor.models.roles import Role, group_of
from predictor.services import accounts, scoring, what_if
from predictor.services.deciding import decisions, notices
from predictor.services.deciding.grounds import Grounds
from predictor.services.desk import journal

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
_DECLINED: Final = Grounds(
    codes=("income_unverified",), left_out_because="Another reason weighs more."
)
#: What is said for each verdict.
_SAID: Final = {
    Verdict.APPROVE: Grounds(),
    Verdict.DECLINE: _DECLINED,
    Verdict.COUNTER_OFFER: replace(
        _DECLINED,
        offer={schema.LOAN_AMOUNT.name: 50.0, schema.LOAN_AMOUNT_TERM.name: 360.0},
        override_code=OverrideCode.FACTS,
        override_text="Less would be affordable.",
    ),
}


@dataclass(frozen=True, slots=True)
class Originals:
    """Rows that are copied, besides the applications and predictions of the table."""

    number: int  # of the table's
    officer: User
    decisions: list[Decision]  # one of each verdict
    notice: Notice
    dry_run: DryRun
    note: JournalEntry
    revision: Revision


def make(username: str, password: str) -> Originals:
    """Score, try another amount, decide and tell, as a client and an officer do."""
    officer = _officer(username, password)
    _score()
    asked = Prediction.objects.filter(request_id=_ASKED)
    scored = asked.filter(application__status=Status.READY)
    spare, bad, poor = scored.filter(recommendation=Recommendation.DECLINE)[:3]
    good = scored.filter(recommendation=Recommendation.APPROVE)[0]
    what_if.ask(spare, amount=50.0, term=360.0, by=officer, request_id=_ASKED)
    decided = dict(_decided([good, bad, poor], officer))
    told = notices.record_sent(
        decided[Verdict.DECLINE], timezone.localdate(), by=officer
    )
    return Originals(
        officer=officer,
        decisions=list(decided.values()),
        notice=told,
        dry_run=DryRun.objects.get(request_id=_ASKED),
        note=journal.note(spare.application, "Asked for pay slips.", by=officer),
        revision=_revised(spare.application),
        number=_keep(scored.exclude(pk=spare.pk)),
    )


def _officer(username: str, password: str) -> User:
    officer = User.objects.create_user(username, password=password)
    officer.groups.add(group_of(Role.LOAN_OFFICER))
    accounts.settle(officer)
    return officer


def _score(*rows: schema.Applicant) -> None:
    scoring.score(
        rows=list(rows or islice(bodies.applicants(seed=0), _SCORED)),
        by=User.objects.get(username="benchmark"),
        channel=Channel.API,
        request_id=_ASKED,
        explain="all",  # a copy has its reasons
    )


def _decided(
    scores: list[Prediction], officer: User
) -> Iterator[tuple[Verdict, Decision]]:
    for prediction, (verdict, said) in zip(scores, _SAID.items(), strict=True):
        yield verdict, decisions.decide(prediction.pk, verdict, said, by=officer)


def _revised(application: LoanApplication) -> Revision:
    """Score an application with other values: the ones before are kept."""
    applicant = application.as_applicant() | {"LoanAmount": 1.0}
    _score(applicant | {"Loan_ID": application.loan_id})
    return Revision.objects.get(application=application)


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
