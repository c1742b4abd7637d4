"""The states of an application's page, and of what is done from there."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from django.contrib.auth.models import User
from django.urls import reverse

from predictor.models import LoanApplication, Verdict
from predictor.services import days
from predictor.services.deciding import decisions, notices
from predictor.services.deciding.grounds import Grounds
from predictor.services.desk import correcting, journal, reopening
from tests import builders
from tests.journeys.desk import Desk


def _everything(desk: Desk, name: str = "application-detail") -> None:
    """Open an application to which all sorts of things have happened."""
    officer = User.objects.get(username="officer")
    seen = builders.scored("decline", application=_asked())
    application = seen.application
    said = Grounds(confirmed=tuple(r["code"] for r in builders.REASONS))
    decided = decisions.decide(seen.pk, Verdict.DECLINE, said, by=officer)
    notices.record_sent(decided, days.today(), by=officer)
    reopening.reopen(application.pk, "The amount was typed wrongly.", by=officer)
    changed = application.as_applicant() | {"LoanAmount": 90.0, "Gender": "Male"}
    correcting.keep(application.pk, changed, by=officer, request_id="r", why="A slip.")
    builders.dry_run(application=application)
    journal.note(application, "She called, and calls again on Monday.", by=officer)
    desk.go(reverse(name, args=[application.pk]))


def _asked() -> LoanApplication:
    return builders.application(loan_id="LP001015", owner=builders.person("broker"))


def _newer(desk: Desk) -> None:
    made = builders.prediction(application=_asked())
    builders.activated(number=4)
    desk.go(reverse("application-detail", args=[made.application_id]))


def _note_errors(desk: Desk) -> None:
    _everything(desk)
    desk.press("Keep the note")


def _ending(desk: Desk, link: str, **state: Any) -> None:
    made = builders.application(loan_id="LP001015", **state)
    desk.go(reverse("application-detail", args=[made.pk]))
    desk.follow(link)


def _ending_errors(desk: Desk) -> None:
    _ending(desk, "Withdraw…")
    desk.press("Look it over")


def _ending_preview(desk: Desk) -> None:
    _ending(desk, "Withdraw…")
    desk.page.locator("#id_why").fill("She bought elsewhere.")
    desk.press("Look it over")


STATES: Final[dict[str, Callable[[Desk], None]]] = {
    "application-everything": _everything,
    "application-newer-version": _newer,
    "application-note-errors": _note_errors,
    "application-history": lambda desk: _everything(desk, "application-history"),
    "withdraw": lambda desk: _ending(desk, "Withdraw…"),
    "withdraw-errors": _ending_errors,
    "withdraw-preview": _ending_preview,
    "close": lambda desk: _ending(
        desk,
        "Close as incomplete…",
        status="incomplete",
        loan_amount=None,
        completed_at=None,
    ),
    "reopen": lambda desk: _ending(desk, "Correct and reopen…", status="withdrawn"),
}
