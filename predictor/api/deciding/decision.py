"""``/api/applications/{loan_id}/decision``, and what a second officer answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.http import HttpResponse
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response

from predictor.api.authentication import caller
from predictor.api.deciding import openapi
from predictor.api.deciding.person import PersonView, answer_once, find
from predictor.api.deciding.reading import Body
from predictor.api.deciding.serializers import DecisionSerializer
from predictor.api.problems import InvalidBody
from predictor.models import Channel, LoanApplication, OverrideCode, Scope, Verdict
from predictor.services.deciding import blind, decisions, force, second, words
from predictor.services.deciding.grounds import Grounds
from predictor.services.receiving import RowError


class Decide(PersonView):
    """The decision that stands or waits for a second officer; and a new one."""

    http_method_names = ("get", "post", "options")

    @property
    def permission(self) -> str:
        reads = self.request.method == "GET"
        return "predictor.view_decision" if reads else "predictor.add_decision"

    @property
    def other_scopes(self) -> tuple[Scope, ...]:
        return (Scope.READ,) if self.request.method == "GET" else ()

    @openapi.read_decision
    def get(self, request: Request, loan_id: str) -> Response:
        application = find(loan_id)
        blind.refuse_while_hidden(application, request.user)
        found = force.awaiting_second(application) or force.in_force(application)
        if found is None:
            raise NotFound
        return Response(DecisionSerializer(found).data)

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
