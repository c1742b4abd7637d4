"""An application moves on: its status, its clocks, its label, a line in its journal.

The only door through which a person changes where an application stands.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.contrib.auth.models import User

from predictor.models import (
    Channel,
    Decision,
    JournalEntry,
    Kind,
    LoanApplication,
    Status,
    Verdict,
    lifecycle,
)
from predictor.models.application import STATUS_OF_LABEL, LabelSource
from predictor.models.lifecycle import Event
from predictor.services.deciding import deadlines, force
from predictor.services.desk import journal

#: What a decision makes of an application, and by which event.
STATUS_OF: Final = {
    Verdict.APPROVE: Status.APPROVED,
    Verdict.DECLINE: Status.DECLINED,
    Verdict.COUNTER_OFFER: Status.COUNTER_OFFER,
}
EVENT_OF: Final = {
    Verdict.APPROVE: Event.APPROVE,
    Verdict.DECLINE: Event.DECLINE,
    Verdict.COUNTER_OFFER: Event.COUNTER_OFFER,
}
_LABEL_OF: Final = {status: label for label, status in STATUS_OF_LABEL.items()}
_SOURCE_OF: Final = {Channel.FORM: LabelSource.OFFICER, Channel.API: LabelSource.API}


def locked(key: UUID) -> LoanApplication:
    """Return an application that nobody else moves before this transaction ends."""
    return LoanApplication.objects.select_for_update(no_key=True).get(pk=key)


def move(
    application: LoanApplication,
    event: Event,
    target: Status,
    kind: Kind,
    *,
    by: User,
    at: datetime,
    text: str = "",
    details: Mapping[str, Any] | None = None,
    decision: Decision | None = None,
) -> JournalEntry:
    """Let an event happen; what says how it was decided goes with the status.

    Raises
    ------
    lifecycle.NotAllowed
        And nothing is changed.
    """
    counts_from = _counts_from(application, event)
    application.status = lifecycle.move(event, application.status, target)
    application.counts_from = counts_from
    _label(application, decision, at)
    application.updated_at = at
    application.save(update_fields=_WRITTEN)
    return journal.write(
        application, kind, by=by, at=at, text=text, details=details, decision=decision
    )


def _counts_from(application: LoanApplication, event: Event) -> datetime | None:
    """Return from when the days count afterwards, where not from completion."""
    if event in _ENDS_THE_CLOCK:
        return None
    if application.status == Status.COUNTER_OFFER:
        return deadlines.after_offer(application)
    return application.counts_from


_ENDS_THE_CLOCK: Final = (Event.WITHDRAW, Event.CLOSE, Event.REOPEN)


def put_back(
    application: LoanApplication,
    decision: Decision,
    *,
    by: User,
    at: datetime,
    text: str,
) -> JournalEntry:
    """Let an application stand as it did before a decision that takes no effect.

    Raises
    ------
    lifecycle.NotAllowed
    """
    before = decision.reverses
    target = STATUS_OF[Verdict(before.verdict)] if before else Status.READY
    application.status = lifecycle.move(Event.SEND_BACK, application.status, target)
    _label(application, before, force.took_effect_at(before) if before else at)
    if target == Status.COUNTER_OFFER:
        application.counts_from = None
    if before and (notice := before.notices.first()):
        application.notified_at = notice.notified_at
    application.updated_at = at
    application.save(update_fields=_WRITTEN)
    return journal.write(
        application, Kind.SENT_BACK, by=by, at=at, text=text, decision=decision
    )


def _label(
    application: LoanApplication, decision: Decision | None, at: datetime
) -> None:
    """Let the application say how it is decided now, and that nobody was told yet."""
    application.loan_status = _LABEL_OF.get(Status(application.status))
    decided = application.status in lifecycle.DECIDED
    application.decided_at = at if decided else None
    application.notified_at = None
    application.label_source = None
    if application.loan_status and decision:
        application.label_source = _SOURCE_OF[Channel(decision.channel)]


_WRITTEN: Final = (
    "status",
    "loan_status",
    "label_source",
    "decided_at",
    "notified_at",
    "counts_from",
    "updated_at",
)
