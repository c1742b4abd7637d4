"""``POST /api/applications/{loan_id}/first-view``."""

from __future__ import annotations

from django.http import HttpResponse
from rest_framework.request import Request

from predictor.api.authentication import caller
from predictor.api.deciding import openapi
from predictor.api.deciding.person import PersonView, answer_once, find
from predictor.api.deciding.reading import Body
from predictor.api.deciding.serializers import FirstViewSerializer
from predictor.models import Verdict
from predictor.services.deciding import blind, words


class FirstView(PersonView):
    """Records what an officer thinks before the score is shown; it then is."""

    @openapi.first_view
    def post(self, request: Request, loan_id: str) -> HttpResponse:
        application = find(loan_id)
        said = Body(request)
        view = said.word("view", Verdict.values)
        text = said.text("text", most=words.MOST_TEXT)
        said.refuse()
        return answer_once(
            request,
            FirstViewSerializer,
            lambda: blind.record_first_view(
                application, Verdict(view), by=caller(request), text=text
            ),
        )
