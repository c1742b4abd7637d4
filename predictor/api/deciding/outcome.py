"""``POST /api/applications/{loan_id}/outcome``."""

from __future__ import annotations

from datetime import date

from django.contrib.auth.models import User
from django.http import HttpResponse
from rest_framework.request import Request

from predictor.api.authentication import caller
from predictor.api.deciding import openapi
from predictor.api.deciding.person import PersonView, answer_once, find
from predictor.api.deciding.reading import Body
from predictor.api.deciding.serializers import OutcomeSerializer
from predictor.models import LoanApplication, Outcome
from predictor.services.deciding import endings


class RecordOutcome(PersonView):
    """Records how a loan ended, corrects that, or takes it back."""

    @openapi.outcome
    def post(self, request: Request, loan_id: str) -> HttpResponse:
        application = find(loan_id)
        outcome, when = _read(request)
        return answer_once(
            request,
            OutcomeSerializer,
            lambda: _act(application, outcome, when, by=caller(request)),
        )


def _read(request: Request) -> tuple[str, date | None]:
    """Return the outcome and when; "" and None where it is taken back."""
    said = Body(request)
    taken_back = said.is_null("outcome")
    outcome = said.word("outcome", Outcome.values, required=not taken_back)
    when = said.moment("outcome_at", required=not taken_back)
    if taken_back and when is not None:
        said.wrong("outcome_at", "no_outcome", "Without an outcome there is no date.")
    said.refuse()
    return outcome, when


def _act(
    application: LoanApplication, outcome: str, when: date | None, *, by: User
) -> LoanApplication:
    if when is None:
        endings.take_back(application.pk, by=by)
    else:
        endings.record(application.pk, Outcome(outcome), when, by=by)
    application.refresh_from_db(fields=["status", "outcome", "outcome_at"])
    return application
