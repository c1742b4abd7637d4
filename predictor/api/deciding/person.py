"""What the addresses have in common at which people act on one application."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from django.db.models import Model
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.serializers import ModelSerializer
from rest_framework.views import APIView

from predictor.api import query
from predictor.api.authentication import caller
from predictor.models import LoanApplication, Scope
from predictor.services import idempotency

_JSON: Final = "application/json"


class PersonView(APIView):
    """For people: with a session, or with a token that is theirs."""

    http_method_names = ("post", "options")
    for_people = True
    permission = "predictor.add_decision"
    scope = Scope.DECIDE


def find(loan_id: str) -> LoanApplication:
    """Return the application of a reference, or answer 404."""
    rows = LoanApplication.objects.without_protected()
    return get_object_or_404(rows, loan_id=loan_id)


def answer_once(
    request: Request,
    serializer: type[ModelSerializer[Any]],
    act: Callable[[], Model],
) -> HttpResponse:
    """Answer with what was made; the same ``Idempotency-Key`` makes nothing twice."""

    def answer() -> str:
        return JSONRenderer().render(serializer(act()).data).decode()

    key = query.read_idempotency_key(request)
    if key is None:
        return HttpResponse(answer(), content_type=_JSON)
    text = idempotency.answer_once(
        client=caller(request),
        key=key,
        request_sha256=query.digest(request),
        answer=answer,
    )
    return HttpResponse(text, content_type=_JSON)
