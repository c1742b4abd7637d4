"""What is decided of an application, and what a second officer answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpResponse
from rest_framework import generics
from rest_framework.request import Request

from predictor.api.authentication import caller
from predictor.api.deciding import openapi
from predictor.api.deciding.person import PersonView, answer_once, find
from predictor.api.deciding.reading import Body
from predictor.api.deciding.serializers import DecisionSerializer
from predictor.api.history import NewestFirst
from predictor.api.problems import InvalidBody
from predictor.models import (
    Channel,
    Decision,
    LoanApplication,
    OverrideCode,
    Scope,
    Verdict,
)
from predictor.services.deciding import blind, decisions, second, words
from predictor.services.deciding.grounds import Grounds
from predictor.services.receiving import RowError


class DecisionList(generics.ListAPIView[Decision]):
    """What was decided of an application, newest first: also what took no effect."""

    for_people = True
    permission = "predictor.view_decision"
    scope = Scope.DECIDE
    other_scopes = (Scope.READ,)
    serializer_class = DecisionSerializer
    pagination_class = NewestFirst
    queryset = Decision.objects.select_related("application", "decided_by")

    def get_queryset(self) -> QuerySet[Decision]:
        if "loan_id" not in self.kwargs:  # the schema is made without a request
            return super().get_queryset()
        application = find(self.kwargs["loan_id"])
        blind.refuse_while_hidden(application, self.request.user)
        return super().get_queryset().filter(application=application)


class Decide(PersonView):
    """An officer decides."""

    @openapi.decide
    def post(self, request: Request, loan_id: str) -> HttpResponse:
        application = find(loan_id)
        asked = _read(request, application)
        return answer_once(
            request,
            DecisionSerializer,
            lambda: decisions.decide(
                asked.prediction,
                asked.verdict,
                asked.grounds,
                by=caller(request),
                channel=Channel.API,
                reverses=asked.reverses,
            ),
        )


class Confirm(PersonView):
    """A second officer confirms a decision; it takes effect."""

    @openapi.confirm
    def post(self, request: Request, loan_id: str) -> HttpResponse:
        key, text = _answer_of_second(request, find(loan_id), required=False)
        return answer_once(
            request,
            DecisionSerializer,
            lambda: second.confirm(key, by=caller(request), text=text),
        )


class SendBack(PersonView):
    """A second officer sends a decision back; it takes no effect."""

    @openapi.send_back
    def post(self, request: Request, loan_id: str) -> HttpResponse:
        key, text = _answer_of_second(request, find(loan_id), required=True)
        return answer_once(
            request,
            DecisionSerializer,
            lambda: second.send_back(key, by=caller(request), text=text),
        )


@dataclass(frozen=True, slots=True)
class _Asked:
    """What the body says."""

    prediction: UUID
    verdict: Verdict
    grounds: Grounds
    reverses: UUID | None


def _read(request: Request, application: LoanApplication) -> _Asked:
    said = Body(request)
    key = said.key("prediction")
    verdict = said.word("verdict", Verdict.values)
    grounds = _grounds(said)
    reverses = said.key("reverses", required=False)
    said.refuse()
    assert key  # noqa: S101 - it is required
    _refuse_another("prediction", key, application.predictions)
    return _Asked(key, Verdict(verdict), grounds, reverses)


def _grounds(said: Body) -> Grounds:
    codes: Any = OverrideCode.values
    return Grounds(
        confirmed=said.words("confirmed"),
        codes=said.words("codes"),
        other=said.text("other", most=words.MOST_REASON),
        left_out_because=said.text("left_out_because", most=words.MOST_TEXT),
        override_code=said.word("override_code", codes, required=False),
        override_text=said.text("override_text", most=words.MOST_TEXT),
        offer=said.fields("offer"),
        reversed_because=said.text("reversed_because", most=words.MOST_TEXT),
    )


def _answer_of_second(
    request: Request, application: LoanApplication, *, required: bool
) -> tuple[UUID, str]:
    said = Body(request)
    key = said.key("decision")
    text = said.text("text", most=words.MOST_TEXT, required=required)
    said.refuse()
    assert key  # noqa: S101 - it is required
    _refuse_another("decision", key, application.decisions)
    return key, text


_UNKNOWN: Final = "The application has none of that id."


def _refuse_another(name: str, key: UUID, rows: Any) -> None:
    """Refuse what belongs to another application, or does not exist."""
    if not rows.filter(pk=key).exists():
        raise InvalidBody([RowError(0, name, "unknown", _UNKNOWN)])
