"""Every state of the officers' pages: how to come to it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from django.contrib.auth.models import User
from django.urls import reverse
from playwright.sync_api import expect

from predictor.models import Channel, ModelVersion
from predictor.services import registry, scoring
from predictor.services.scored import ScoredBatch
from tests import builders
from tests.journeys import application_states, deciding_states, queue_states
from tests.journeys.desk import Desk
from tests.journeys.file_states import FILES
from tests.rows import row


def _score(rows: list[dict[str, Any]], *, dry_run: bool = False) -> ScoredBatch:
    return scoring.score(
        rows=rows,
        by=User.objects.get(username="officer"),
        channel=Channel.FORM,
        request_id="journey",
        dry_run=dry_run,
    )


def _result(desk: Desk, recommendation: str) -> None:
    """Score somebody of whom the model says that, and open the result."""
    rows = [
        row(Loan_ID=f"A{i}", LoanAmount=60.0 + 10 * i, Credit_History=known)
        for i, known in enumerate([1, 0] * 40)
    ]
    tried = _score(rows, dry_run=True).answers
    chosen = rows[tried.recommendation.index(recommendation)]
    scored = _score([chosen | {"Loan_ID": "LP001015"}])
    desk.go(reverse("prediction-detail", args=[scored.answers.id[0]]))


def _review(desk: Desk) -> None:
    """Between the limits, where the model of the tests puts nobody."""
    made = builders.prediction(
        application=builders.application(loan_id="LP001015"),
        recommendation="refer",
        probability=0.52,
    )
    builders.explanation(
        made,
        contributions={"LoanAmount": -0.3, "ApplicantIncome": 0.02, "Education": 0.0},
        reference_probability=0.8,
        reasons=[
            {
                "code": "amount_high",
                "field": "LoanAmount",
                "text": "The amount applied for is $128,000.",
                "contribution": -0.3,
            }
        ],
    )
    desk.go(reverse("prediction-detail", args=[made.pk]))


def _incomplete(desk: Desk) -> None:
    scored = _score([row(Credit_History=None, LoanAmount=None)])
    desk.go(reverse("prediction-detail", args=[scored.answers.id[0]]))


def _tried(desk: Desk) -> None:
    _result(desk, "decline")
    desk.page.get_by_label("Loan amount, in dollars").fill("40,000")
    desk.page.get_by_role("button", name="Try", exact=True).click()
    expect(desk.page.locator("#what-if-answer")).to_contain_text("would suggest")


def _broken(desk: Desk) -> None:
    """A result whose version cannot be read any more."""
    made = builders.prediction(
        application=builders.application(loan_id="LP001015"),
        model_version=builders.model_version(number=9),
    )
    desk.go(reverse("prediction-detail", args=[made.pk]))


def _decline(desk: Desk) -> None:
    _result(desk, "decline")
    desk.follow("Decline the application…")


def _decline_errors(desk: Desk) -> None:
    _decline(desk)
    desk.page.get_by_label("Another reason", exact=False).fill("The house is a mill.")
    desk.press("Look it over")


def _decline_preview(desk: Desk) -> None:
    _decline(desk)
    for box in desk.page.locator("#id_confirmed input").all():
        box.check()
    desk.press("Look it over")


def _decline_against(desk: Desk) -> None:
    _result(desk, "approve")
    desk.follow("Decline the application…")


def _letter(desk: Desk) -> None:
    made = builders.declined(
        left_out=[
            {"code": "amount_high", "field": "LoanAmount", "text": "It is $128,000."}
        ],
        left_out_because="A smaller amount was agreed on the phone.",
    )
    desk.go(reverse("notice", args=[made.pk]))


def _letter_sent(desk: Desk) -> None:
    _letter(desk)
    desk.press("Record that it was sent")


def _decided(desk: Desk) -> None:
    _letter(desk)
    desk.follow("About this application")


def _outcome(desk: Desk) -> None:
    approved = {"status": "approved", "loan_status": "Y", "label_source": "officer"}
    _application(desk, "outcome", **approved)


def _outcome_errors(desk: Desk) -> None:
    _outcome(desk)
    desk.press("Record the outcome")


def _outcome_recorded(desk: Desk) -> None:
    _outcome(desk)
    desk.page.get_by_label("Repaid").check()
    desk.page.get_by_label("On which day?").fill("2026-03-31")
    desk.press("Record the outcome")
    desk.follow("Correct the outcome")


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


def _no_model(desk: Desk) -> None:
    """Ask for a score where no version is live."""
    desk.go("/")
    desk.type()
    ModelVersion.objects.update(is_active=False)
    registry.reset()
    desk.press("Score the application")


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


STATES: Final[dict[str, Callable[[Desk], None]]] = {
    "login": _logged_out,
    "login-wrong": _wrong_password,
    "login-ended": _ended,
    "form": lambda desk: desk.go("/"),
    "form-errors": _errors,
    "form-questions": _questions,
    "form-resumed": _resumed,
    "form-no-model": _no_model,
    "form-continued": lambda desk: _application(desk, "application-edit"),
    "result-approve": lambda desk: _result(desk, "approve"),
    "result-review": _review,
    "result-decline": lambda desk: _result(desk, "decline"),
    "result-incomplete": _incomplete,
    "result-what-if": _tried,
    "result-unexplained": _broken,
    "decline": _decline,
    "decline-errors": _decline_errors,
    "decline-preview": _decline_preview,
    "decline-against": _decline_against,
    "letter": _letter,
    "letter-sent": _letter_sent,
    **deciding_states.STATES,
    "outcome": _outcome,
    "outcome-errors": _outcome_errors,
    "outcome-recorded": _outcome_recorded,
    **queue_states.STATES,
    "application-decided": _decided,
    "application": lambda desk: _application(desk, "application-detail"),
    **application_states.STATES,
    "password": lambda desk: desk.go("/password/"),
    "settings": lambda desk: desk.go("/settings/"),
    **FILES,
    "not-found": lambda desk: desk.go("/nothing/"),
}
