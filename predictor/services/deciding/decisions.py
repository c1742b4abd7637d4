"""What officers decide of an application, with what they saw and their reasons."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext

from predictor.models import (
    Channel,
    Decision,
    Kind,
    LoanApplication,
    Prediction,
    Status,
    Verdict,
    lifecycle,
)
from predictor.models.lifecycle import Event
from predictor.services.deciding import blind, force, grounds, moves, notices, second
from predictor.services.deciding.grounds import Grounds, Reasons


class NotDecidable(Exception):
    """The application cannot be decided on this score."""

    def __init__(self, rule: str, message: str) -> None:
        super().__init__(message)
        self.rule = rule


def refuse_unless_decidable(
    application: LoanApplication,
    prediction: Prediction,
    *,
    reverses: UUID | None = None,
) -> None:
    """Refuse to decide what is decided, lacks facts, or was changed since the score.

    Parameters
    ----------
    reverses : the decision in force, which another one is to take the place of.

    Raises
    ------
    NotDecidable
        With the rule ``decided``, ``awaiting_second``, ``incomplete``, ``not_decided``,
        ``ended``, ``stale`` or ``superseded``.
    """
    _refuse_by_status(application, reverses)
    if prediction.revision != application.revision:
        raise NotDecidable(
            "stale",
            gettext(
                "The application was changed since it was scored. Score it again first."
            ),
        )
    if application.predictions.filter(pk__gt=prediction.pk).exists():
        raise NotDecidable(
            "superseded",
            gettext("There is a newer score: decide on that one, shown here."),
        )


def _refuse_by_status(application: LoanApplication, reverses: UUID | None) -> None:
    if application.status == Status.INCOMPLETE:
        raise NotDecidable(
            "incomplete",
            gettext("Facts that a decision needs are missing: ask for them first."),
        )
    if application.status == Status.SECOND_OFFICER:
        raise NotDecidable(
            "awaiting_second",
            gettext("It is decided, and a second officer has to confirm that first."),
        )
    if application.status in lifecycle.DECIDED:
        _refuse_to_reverse(application, reverses)
    elif application.status != Status.READY:
        raise NotDecidable(
            "decided", gettext("The application is decided or closed already.")
        )
    elif reverses is not None:
        raise NotDecidable(
            "not_decided", gettext("No decision is in force that could be reversed.")
        )


def _refuse_to_reverse(application: LoanApplication, reverses: UUID | None) -> None:
    if reverses is None:
        raise NotDecidable(
            "decided", gettext("The application is decided or closed already.")
        )
    standing = force.in_force(application)
    if standing is None or standing.pk != reverses:
        raise NotDecidable(
            "decided",
            gettext("Another decision was taken meanwhile: look at that one first."),
        )
    if application.outcome:
        raise NotDecidable(
            "ended", gettext("How the loan ended is recorded: the decision stands.")
        )


@transaction.atomic
def decide(
    key: UUID,
    verdict: Verdict,
    said: Grounds,
    *,
    by: User,
    channel: Channel = Channel.FORM,
    reverses: UUID | None = None,
) -> Decision:
    """Decide the application of a prediction that was on the officer's screen.

    Where a second officer is needed it takes effect when that one confirms it.

    Parameters
    ----------
    key : of the prediction.
    reverses : the decision in force, where this one takes its place.

    Raises
    ------
    NotDecidable, blind.Hidden, grounds.InvalidGrounds, registry.ArtifactError
        Nothing is stored then.
    """
    prediction = Prediction.objects.get(pk=key)
    application = moves.locked(prediction.application_id)
    refuse_unless_decidable(application, prediction, reverses=reverses)
    blind.refuse_while_hidden(application, by)
    before = Decision.objects.get(pk=reverses) if reverses else None
    reasons = grounds.reasons_for(verdict, prediction, said, reverses=before)
    decision = _decision(application, prediction, verdict, said, reasons)
    decision.reverses = before
    decision.decided_by = by
    decision.channel = channel
    decision.prediction_hidden = blind.said_before(application, verdict, by)
    decision.needs_second = second.is_needed(decision)
    _keep(decision, by)
    return decision


def _decision(
    application: LoanApplication,
    prediction: Prediction,
    verdict: Verdict,
    said: Grounds,
    reasons: Reasons,
) -> Decision:
    return Decision(
        application=application,
        revision=application.revision,
        verdict=verdict,
        inputs=prediction.inputs,
        prediction=prediction,
        reasons=reasons.in_force,
        left_out=reasons.left_out,
        left_out_because=said.left_out_because,
        offer=said.offer and dict(said.offer),
        reversed_because=said.reversed_because,
        override_code=said.override_code or None,
        override_text=said.override_text,
        created_at=timezone.now(),
    )


def _keep(decision: Decision, by: User) -> None:
    """Store a decision and let the application say where it stands now."""
    application, verdict = decision.application, Verdict(decision.verdict)
    if decision.needs_second:
        event, target, kind = Event.PROPOSE, Status.SECOND_OFFICER, Kind.PROPOSED
    else:
        event, target = moves.EVENT_OF[verdict], moves.STATUS_OF[verdict]
        kind = Kind.DECIDED
        decision.letter = notices.letter_or_none(decision)
    decision.save()
    moves.move(
        application,
        event,
        target,
        kind,
        by=by,
        at=decision.created_at,
        decision=decision,
    )
