"""``POST /predict``: the tutorial's contract, so that its client runs unchanged."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user
from django.http import Http404
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from predictor.api import body
from predictor.api.authentication import ApiTokenAuthentication
from predictor.models import Channel
from predictor.services import accounts, scoring
from predictor.services.deciding import blind


class TutorialView(APIView):
    """Takes JSON inside a JSON string, and answers with JSON inside a JSON string."""

    http_method_names = ("post", "options")
    authentication_classes = ()
    permission_classes = (AllowAny,)
    schema = None

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        if not settings.TUTORIAL_ENDPOINT:
            raise Http404
        super().initial(request, *args, **kwargs)

    def post(self, request: Request) -> Response:
        scored = scoring.score(
            rows=body.read(request._request, any_type=True),
            by=accounts.tutorial_client(),
            channel=Channel.TUTORIAL,
            request_id=request.META["REQUEST_ID"],
            explain="none",  # its answer has no room for reasons
        )
        answers = zip(scored.answers.loan_id, scored.answers.prediction, strict=True)
        hidden = _hidden(request, scored.answers.loan_id)
        pairs = [
            {"0": loan_id, "1": None if loan_id in hidden else prediction}
            for loan_id, prediction in answers
        ]
        return Response({"predictions": json.dumps(pairs, separators=(",", ":"))})


def _hidden(request: Request, loan_ids: Sequence[str]) -> frozenset[str]:
    """Return the references of which an officer is told nothing yet.

    The address asks nobody who they are. Whoever says so nonetheless, with a session
    or a token, is believed.
    """
    if not settings.BLIND_SHARE:
        return frozenset()
    try:
        found = ApiTokenAuthentication().authenticate(request)
    except AuthenticationFailed:
        found = None
    if found is None:
        return blind.hidden_references(loan_ids, get_user(request._request))
    user, token = found
    return blind.hidden_references(loan_ids, user) if token.is_personal else frozenset()
