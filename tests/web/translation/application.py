"""The pages of one application, in their states."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any, Final

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from predictor.models import LoanApplication, Verdict
from predictor.models.roles import Role
from predictor.services import days
from predictor.services.deciding import blind, decisions, notices, second
from predictor.services.deciding.grounds import Grounds
from predictor.services.desk import closing, correcting, reopening
from tests import builders
from tests.web.translation.desk import Desk, score


def _application(desk: Desk) -> Iterator[Any]:
    long_ago = timezone.now() - timedelta(days=200)
    mine = {"owner": desk.officer}
    states: tuple[dict[str, Any], ...] = (
        mine,
        {"received_at": None, "completed_at": long_ago},
        {**mine, "status": "incomplete", "loan_amount": None, "credit_history": None},
        {"status": "counter_offer", "decided_at": long_ago, "notified_at": long_ago},
        {"status": "withdrawn", "source": "sample", "education": "Not Graduate"},
    )
    for state in states:
        yield desk.get("application-detail", builders.application(**state).pk)
    yield desk.get("application-detail", builders.declined().application_id)
    yield desk.get("application-detail", score(desk).application_id)
    stale = builders.prediction(application=builders.application(revision=2))
    yield desk.get("application-detail", stale.application_id)
    old = builders.prediction()
    builders.activated(number=4)
    yield desk.get("application-detail", old.application_id)
    for _ in range(102):
        builders.dry_run(application=old.application)
    builders.prediction(application=old.application)
    yield desk.get("application-detail", old.application_id)
    desk.settings.BLIND_SHARE = 1
    yield desk.get("application-detail", old.application_id)


def _happened(desk: Desk) -> LoanApplication:
    """Return an application to which everything has happened."""
    clerk = builders.person_as(Role.LOAN_OFFICER, "wrong")
    desk.settings.SECOND_OFFICER_ABOVE = 1
    seen = builders.scored("approve")
    application, officer = seen.application, desk.officer
    made = decisions.decide(seen.pk, Verdict.APPROVE, Grounds(), by=officer)
    second.send_back(made.pk, by=clerk, text="Words.")
    made = decisions.decide(seen.pk, Verdict.APPROVE, Grounds(), by=officer)
    second.confirm(made.pk, by=clerk, text="Words.")
    notices.record_sent(made, days.today(), by=clerk)
    notices.record_not_sent(made, by=clerk)
    against = Grounds(
        codes=("funds",),
        override_code="policy",
        override_text="Words.",
        reversed_because="Words.",
    )
    decisions.decide(seen.pk, Verdict.DECLINE, against, by=officer, reverses=made.pk)
    closing.withdraw(application.pk, "Words.", by=clerk)
    reopening.reopen(application.pk, "Words.", by=clerk)
    changed = application.as_applicant() | {"LoanAmount": None, "Gender": "Male"}
    correcting.keep(application.pk, changed, by=clerk, request_id="r", why="Words.")
    builders.dry_run(application=application)
    application.refresh_from_db()
    desk.settings.BLIND_SHARE = 1
    blind.record_first_view(application, Verdict.APPROVE, by=clerk, text="Words.")
    desk.settings.BLIND_SHARE = 0
    return application


def _history(desk: Desk) -> Iterator[Any]:
    application = _happened(desk)
    yield desk.get("application-detail", application.pk)
    yield desk.get("application-history", application.pk)
    for _ in range(60):
        builders.prediction(application=application)
    yield desk.get("application-history", application.pk)
    yield desk.get("application-history", application.pk, only="scores")
    desk.settings.BLIND_SHARE = 1
    yield desk.get("application-history", application.pk)


def _note(desk: Desk) -> Iterator[Any]:
    application = builders.application()
    yield desk.post("application-note", application.pk, text="")
    yield desk.post("application-note", application.pk, text="7" * 3_000)
    yield desk.post("application-note", application.pk, text="Words.")


def _score(desk: Desk) -> Iterator[Any]:
    yield desk.post("application-score", builders.application().pk)
    over = builders.application(status="withdrawn")
    yield desk.post("application-score", over.pk)
    lacking = {"status": "incomplete", "education": None, "completed_at": None}
    yield desk.post("application-score", builders.application(**lacking).pk)


def _ending(name: str, **state: Any) -> Callable[[Desk], Iterator[Any]]:
    def visit(desk: Desk) -> Iterator[Any]:
        application = builders.application(**state)
        for fields in ({}, {"why": "7" * 3_000}, {"why": "Words."}):
            yield desk.post(name, application.pk, **fields)
        yield Client().post(reverse(name, args=[application.pk]), {"why": "Words."})
        yield desk.get(name, application.pk)
        yield desk.post(name, application.pk, why="Words.", action="confirm")
        stands = {"status": "approved", "loan_status": "Y", "label_source": "sample"}
        yield desk.get(name, builders.application(**stands).pk)

    return visit


#: The name of each address → the answers that are looked at.
VISITS: Final[dict[str, Callable[[Desk], Iterator[Any]]]] = {
    "application-detail": _application,
    "application-history": _history,
    "application-note": _note,
    "application-score": _score,
    "application-withdraw": _ending("application-withdraw", status="ready"),
    "application-close": _ending("application-close", status="incomplete"),
    "application-reopen": _ending("application-reopen", status="withdrawn"),
}
