"""What may be decided on a score, for the links of a page; or why nothing may be."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse

from predictor.models import Decision, Prediction, Verdict
from predictor.services.deciding import decisions, force
from predictor.web.deciding.verdicts import WORDING
from predictor.web.wording import Words


@dataclass(frozen=True, slots=True)
class Choice:
    """A verdict that may be given, and where."""

    words: Words
    address: str


@dataclass(frozen=True, slots=True)
class Choices:
    """Of one score: ``standing`` is in force, ``awaiting`` is to be confirmed."""

    verdicts: list[Choice]
    why_not: str
    standing: Decision | None
    awaiting: Decision | None


def of(prediction: Prediction) -> Choices:
    """Return what may be decided first, or what was."""
    application = prediction.application
    standing = force.in_force(application)
    awaiting = force.awaiting_second(application)
    if standing or awaiting:
        return Choices([], "", standing, awaiting)
    why_not = _why_not(prediction, None)
    return Choices([] if why_not else _first(prediction), why_not, None, None)


def instead_of(decision: Decision, newest: Prediction) -> Choices:
    """Return what may take the place of the decision in force, on the newest score.

    Of an approval no other one does: there is nothing in it to be put right.
    """
    why_not = _why_not(newest, decision.pk)
    verdicts = [] if why_not else _instead(decision, newest)
    return Choices(verdicts, why_not, decision, None)


def _why_not(prediction: Prediction, reverses: UUID | None) -> str:
    try:
        decisions.refuse_unless_decidable(
            prediction.application, prediction, reverses=reverses
        )
    except decisions.NotDecidable as refused:
        return str(refused)
    return ""


def _first(prediction: Prediction) -> list[Choice]:
    return [
        Choice(words.offer, reverse(words.name, args=[prediction.pk]))
        for words in WORDING.values()
    ]


def _instead(decision: Decision, newest: Prediction) -> list[Choice]:
    after_offer = decision.verdict == Verdict.COUNTER_OFFER
    query = urlencode({"reverses": decision.pk})
    return [
        Choice(
            words.answered if after_offer else words.instead,
            f"{reverse(words.name, args=[newest.pk])}?{query}",
        )
        for verdict, words in WORDING.items()
        if not decision.verdict == verdict == Verdict.APPROVE
    ]
