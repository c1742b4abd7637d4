"""Every state of the officers' pages: how to come to it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from django.contrib.auth.models import User
from django.urls import reverse

from tests import builders
from tests.journeys.desk import Desk


def _result(desk: Desk, **changes: Any) -> None:
    officer = User.objects.get(username="officer")
    made = builders.prediction(
        application=builders.application(owner=officer, loan_id="LP001015"), **changes
    )
    desk.go(reverse("prediction-detail", args=[made.pk]))


def _application(desk: Desk, name: str, **changes: Any) -> None:
    officer = User.objects.get(username="officer")
    made = builders.application(owner=officer, loan_id="LP001015", **changes)
    desk.go(reverse(name, args=[made.pk]))


def _errors(desk: Desk) -> None:
    desk.go("/")
    desk.type(loan="a lot", property="")
    desk.press("Score the application")


def _questions(desk: Desk) -> None:
    desk.go("/")
    desk.type(loan="110", term="30")
    desk.press("Score the application")


def _many(desk: Desk) -> None:
    for i, (kind, chance) in enumerate(
        (("approve", 0.83), ("refer", 0.52), ("decline", 0.18)) * 9
    ):
        builders.prediction(
            application=builders.application(loan_id=f"LP{1000 + i:06}"),
            recommendation=kind,
            probability=chance,
        )
    builders.application(
        loan_id="LP-SAVED", loan_amount=None, status="incomplete", completed_at=None
    )
    desk.go("/applications/")


def _ended(desk: Desk) -> None:
    desk.go("/")
    desk.type()
    desk.page.context.clear_cookies(name="sessionid")
    desk.press("Score the application")


def _resumed(desk: Desk) -> None:
    _ended(desk)
    desk.enter("officer", "officer-officer")


def _logged_out(desk: Desk) -> None:
    desk.page.context.clear_cookies(name="sessionid")
    desk.go("/login/")


def _wrong_password(desk: Desk) -> None:
    _logged_out(desk)
    desk.page.locator("#id_username").fill("officer")
    desk.press("Log in")


_LACKING: Final = builders.INPUTS | {"Credit_History": None, "LoanAmount": None}

STATES: Final[dict[str, Callable[[Desk], None]]] = {
    "login": _logged_out,
    "login-wrong": _wrong_password,
    "login-ended": _ended,
    "form": lambda desk: desk.go("/"),
    "form-errors": _errors,
    "form-questions": _questions,
    "form-resumed": _resumed,
    "form-continued": lambda desk: _application(desk, "application-edit"),
    "result-approve": _result,
    "result-review": lambda desk: _result(
        desk, recommendation="refer", probability=0.52
    ),
    "result-decline": lambda desk: _result(
        desk, recommendation="decline", probability=0.18
    ),
    "result-incomplete": lambda desk: _result(
        desk, recommendation="refer", code="incomplete", inputs=_LACKING
    ),
    "application": lambda desk: _application(desk, "application-detail"),
    "password": lambda desk: desk.go("/password/"),
    "list": _many,
    "list-empty": lambda desk: desk.go("/applications/?suggestion=refer"),
    "not-found": lambda desk: desk.go("/nothing/"),
}
