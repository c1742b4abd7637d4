"""An application as it is, but for its amount and term: what would the model say?

Nothing is stored but that it was asked, which stands beside the decision later.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import msgspec
from django.contrib.auth.models import User

from ml import schema
from predictor.models import Channel, DryRun, Explanation, LoanApplication, Prediction
from predictor.services import scoring
from predictor.services.scored import ScoredBatch


@dataclass(frozen=True, slots=True)
class Answer:
    """What the live version says; neither row is stored."""

    prediction: Prediction
    explanation: Explanation


def ask(
    prediction: Prediction,
    *,
    amount: schema.Value,
    term: schema.Value,
    by: User,
    request_id: str,
) -> Answer:
    """Score what was submitted for a prediction with another amount or term.

    Raises
    ------
    scoring.InvalidRows, registry.NoActiveModel, registry.ArtifactError
    """
    row = {
        **prediction.inputs,
        schema.LOAN_ID.name: prediction.application.loan_id,
        schema.LOAN_AMOUNT.name: amount,
        schema.LOAN_AMOUNT_TERM.name: term,
    }
    scored = scoring.score(
        rows=[row],
        by=by,
        channel=Channel.FORM,
        request_id=request_id,
        dry_run=True,
        explain="all",
    )
    return _answer(scored)


def times_asked(application: LoanApplication, *, until: datetime | None = None) -> int:
    """Return how often somebody has tried another amount or term, until some time."""
    asked = DryRun.objects.filter(application=application, channel=Channel.FORM)
    return (asked.filter(created_at__lte=until) if until else asked).count()


def _answer(scored: ScoredBatch) -> Answer:
    answers = scored.answers
    prediction = Prediction(
        model_version_id=scored.model_version,
        probability=answers.probability[0],
        approve_from=scored.thresholds.approve_from,
        decline_below=scored.thresholds.decline_below,
        recommendation=answers.recommendation[0],
        code=answers.code[0],
    )
    explained = answers.explained[0]
    assert explained is not None  # noqa: S101 - all were asked for
    explanation = Explanation(
        contributions=msgspec.json.decode(explained.contributions),
        reference_probability=scored.reference_probability,
        residual=explained.residual,
        reasons=msgspec.json.decode(explained.reasons),
    )
    return Answer(prediction, explanation)
