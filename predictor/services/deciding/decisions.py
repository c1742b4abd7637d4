"""What officers decide of an application, with what they saw and their reasons."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from predictor.models import (
    Decision,
    LoanApplication,
    Prediction,
    Status,
    Verdict,
)
from predictor.models.application import STATUS_OF_LABEL, LabelSource
from predictor.services.deciding import notices
from predictor.services.deciding.grounds import Grounds, reasons_for_declining


class NotDecidable(Exception):
    """The application cannot be decided on this score."""

    def __init__(self, rule: str, message: str) -> None:
        super().__init__(message)
        self.rule = rule


def refuse_unless_decidable(
    application: LoanApplication, prediction: Prediction
) -> None:
    """Refuse to decide what is decided, lacks facts, or was changed since the score.

    Raises
    ------
    NotDecidable
        With the rule ``decided``, ``incomplete``, ``stale`` or ``superseded``.
    """
    if not application.is_open:
        raise NotDecidable("decided", "The application is decided or closed already.")
    if application.status == Status.INCOMPLETE:
        raise NotDecidable(
            "incomplete", "Facts that a decision needs are missing: ask for them first."
        )
    if prediction.revision != application.revision:
        raise NotDecidable(
            "stale",
            "The application was changed since it was scored. Whoever sent it has to "
            "score it again first.",
        )
    if application.predictions.filter(pk__gt=prediction.pk).exists():
        raise NotDecidable(
            "superseded", "There is a newer score: decide on that one, shown here."
        )


def is_decidable_on(prediction: Prediction) -> bool:
    """Whether the application of a score may be decided on it."""
    try:
        refuse_unless_decidable(prediction.application, prediction)
    except NotDecidable:
        return False
    return True


def decline_of(application: LoanApplication) -> Decision | None:
    """Return the decision that declined an application, where it stands as declined."""
    if application.status != Status.DECLINED:
        return None
    return application.decisions.filter(verdict=Verdict.DECLINE).first()


@transaction.atomic
def decline(key: UUID, grounds: Grounds, *, by: User) -> Decision:
    """Decline the application of a prediction that was on the officer's screen.

    Parameters
    ----------
    key : of the prediction.

    Raises
    ------
    NotDecidable, InvalidGrounds, registry.ArtifactError
        Nothing is stored then.
    """
    prediction = Prediction.objects.get(pk=key)
    applications = LoanApplication.objects.select_for_update(no_key=True)
    application = applications.get(pk=prediction.application_id)
    refuse_unless_decidable(application, prediction)
    reasons = reasons_for_declining(prediction, grounds)
    decision = Decision(
        application=application,
        revision=application.revision,
        verdict=Verdict.DECLINE,
        inputs=prediction.inputs,
        prediction=prediction,
        reasons=reasons.in_force,
        left_out=reasons.left_out,
        left_out_because=grounds.left_out_because,
        override_code=grounds.override_code or None,
        override_text=grounds.override_text,
        decided_by=by,
        created_at=timezone.now(),
    )
    decision.letter = notices.letter_or_none(decision)
    decision.save()
    _label(application, decision)
    return decision


def _label(application: LoanApplication, decision: Decision) -> None:
    """Let the application say how it was decided."""
    status = _STATUS[Verdict(decision.verdict)]
    application.status = status
    application.loan_status = _LABEL[status]
    application.label_source = LabelSource.OFFICER
    application.decided_at = application.updated_at = decision.created_at
    application.notified_at = None  # of this decision nobody was told yet
    application.save(update_fields=_WRITTEN)


_STATUS: Final = {Verdict.DECLINE: Status.DECLINED}
_LABEL: Final = {status: label for label, status in STATUS_OF_LABEL.items()}
_WRITTEN: Final = (
    "status",
    "loan_status",
    "label_source",
    "decided_at",
    "notified_at",
    "updated_at",
)
