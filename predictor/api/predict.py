"""``POST /api/predict``: scores, recorded before they are sent."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from itertools import repeat
from typing import Final

import msgspec
from django.http import HttpResponse
from rest_framework.request import Request
from rest_framework.views import APIView

from predictor.api import body, openapi, query
from predictor.api.authentication import caller, is_program
from predictor.models import Channel, Scope
from predictor.services import explaining, idempotency, scoring
from predictor.services.deciding import blind
from predictor.services.scored import Answers

#: Where the lane before Django (loanapp.fast_lane) leaves what kept it from scoring.
FAILURE: Final = "loanapp.scoring_failed"


class PredictView(APIView):
    """Scores one application, or an array of them."""

    http_method_names = ("post", "options")
    permission = "predictor.add_prediction"

    @property
    def scope(self) -> Scope:
        dry_run = query.is_dry_run(self.request)
        return Scope.DRY_RUN if dry_run else Scope.PREDICT

    @openapi.scoring
    def post(self, request: Request) -> HttpResponse:
        options = query.read_options(request)
        key = query.read_idempotency_key(request)
        text = body.read(request._request)
        answer = partial(_answer, request, text, options)
        if key and not options.dry_run:
            answered = idempotency.answer_once(
                client=caller(request),
                key=key,
                request_sha256=query.digest(request),
                answer=answer,
            )
        else:
            answered = answer()
        return HttpResponse(answered, content_type="application/json")


def _answer(request: Request, text: bytes, options: query.Options) -> str:
    if failure := request.META.get(FAILURE):
        raise failure
    scored = scoring.score(
        rows=text,
        by=caller(request),
        channel=Channel.API,
        request_id=request.META["REQUEST_ID"],
        dry_run=options.dry_run,
        on_error=options.on_error,
        explain=options.explain,
    )
    answered = present(
        scored,
        explain=options.explain,
        hidden=_hidden(request, scored.answers, dry_run=options.dry_run),
    )
    return answered.decode()


def _hidden(request: Request, answers: Answers, *, dry_run: bool) -> frozenset[str]:
    """Return the references whose scores who asks may not see; programs see all.

    Of a dry run all of them, for its values may be those of any application.
    """
    if is_program(request):
        return frozenset()
    if dry_run and blind.hides_from(request.user):
        return frozenset(answers.loan_id)
    return blind.hidden_references(answers.loan_id, request.user)


class _Prediction(msgspec.Struct, gc=False):
    """A prediction as it is answered; what many share is JSON already."""

    id: str | None
    loan_id: str = msgspec.field(name="Loan_ID")
    row: int
    prediction: int
    recommendation: str
    code: str | None
    probability: float
    thresholds: msgspec.Raw
    warnings: msgspec.Raw
    reasons: msgspec.Raw
    contributions: msgspec.Raw | msgspec.UnsetType = msgspec.UNSET
    reference_probability: float | msgspec.UnsetType = msgspec.UNSET


class _Hidden(msgspec.Struct, gc=False):
    """A prediction of which an officer is told nothing but that it was made."""

    id: str | None
    loan_id: str = msgspec.field(name="Loan_ID")
    row: int
    warnings: msgspec.Raw
    contributions: msgspec.UnsetType | None
    reference_probability: msgspec.UnsetType | None
    hidden: bool = True
    prediction: None = None
    recommendation: None = None
    code: None = None
    probability: None = None
    thresholds: None = None
    reasons: None = None


_NO_REASONS: Final = msgspec.Raw(b"[]")


def present(
    scored: scoring.ScoredBatch,
    *,
    explain: scoring.Explain,
    hidden: frozenset[str] = frozenset(),
) -> bytes:
    """Return the answer's JSON; contributions only where all were asked for.

    Parameters
    ----------
    hidden : the references whose scores are not told.
    """
    answers = scored.answers
    predictions = map(
        _Prediction,
        answers.id,
        answers.loan_id,
        answers.row,
        answers.prediction,
        answers.recommendation,
        answers.code,
        answers.probability,
        repeat(_raw(scored.thresholds.as_dict())),
        _warnings(answers),
        _reasons(answers),
        *(_contributions(scored) if explain == "all" else ()),
    )
    answer = {
        "model_version": scored.model_version,
        "predictions": _without(predictions, hidden) if hidden else list(predictions),
        "errors": [error.as_dict() for error in scored.errors],
    }
    return msgspec.json.encode(answer)


def _without(
    predictions: Iterable[_Prediction], hidden: frozenset[str]
) -> list[_Prediction | _Hidden]:
    return [_hide(one) if one.loan_id in hidden else one for one in predictions]


def _hide(one: _Prediction) -> _Hidden:
    explained = msgspec.UNSET if one.reference_probability is msgspec.UNSET else None
    return _Hidden(one.id, one.loan_id, one.row, one.warnings, explained, explained)


def _reasons(answers: Answers) -> list[msgspec.Raw]:
    return [msgspec.Raw(e.reasons) if e else _NO_REASONS for e in answers.explained]


def _contributions(
    scored: scoring.ScoredBatch,
) -> tuple[list[msgspec.Raw], Iterable[float]]:
    texts = [one.contributions for one in scored.answers.explained if one]
    if texts and explaining.NOT_SHOWN in explaining.shown(
        msgspec.json.decode(texts[0])
    ):
        added = [_raw(explaining.shown(msgspec.json.decode(text))) for text in texts]
    else:
        added = [msgspec.Raw(text) for text in texts]
    return added, repeat(scored.reference_probability)


def _warnings(answers: Answers) -> list[msgspec.Raw]:
    kinds = {id(slips): slips for slips in answers.warnings}
    texts = {key: _raw([one.as_dict() for one in kinds[key]]) for key in kinds}
    return [texts[id(slips)] for slips in answers.warnings]


def _raw(value: object) -> msgspec.Raw:
    return msgspec.Raw(msgspec.json.encode(value))
