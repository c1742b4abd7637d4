"""The life of an application: what may follow what. The only place that says so.

``docs/architecture.md`` draws it, and a test compares the picture with ``MOVES``.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from predictor.models.application import Status

#: Where a decision is in force.
DECIDED: Final = (Status.APPROVED, Status.DECLINED, Status.COUNTER_OFFER)


class Event(TextChoices):
    """What moves an application from one status to another."""

    COMPLETE = "complete", _("All facts are known")
    LACK = "lack", _("A fact is taken back")
    LABEL = "label", _("A file says how it was decided")
    APPROVE = "approve", _("Approve")
    DECLINE = "decline", _("Decline")
    COUNTER_OFFER = "counter_offer", _("Make a counter-offer")
    PROPOSE = "propose", _("Decide, where a second officer is needed")
    CONFIRM = "confirm", _("Confirm as second officer")
    SEND_BACK = "send_back", _("Send back as second officer")
    WITHDRAW = "withdraw", _("The applicant withdraws")
    CLOSE = "close", _("Close as incomplete")
    REOPEN = "reopen", _("Correct and reopen")


Moves = Mapping[Status, tuple[Status, ...]]


def _each(sources: tuple[Status, ...], *targets: Status) -> Moves:
    return dict.fromkeys(sources, targets)


_OPEN: Final = (Status.INCOMPLETE, Status.READY)
#: Where a decision may be taken, the first one or one in place of another.
DECIDABLE: Final = (Status.READY, *DECIDED)

#: Event → where it may happen → where it may lead.
MOVES: Final[Mapping[Event, Moves]] = {
    Event.COMPLETE: _each((Status.INCOMPLETE,), Status.READY),
    Event.LACK: _each((Status.READY,), Status.INCOMPLETE),
    Event.LABEL: _each(_OPEN, Status.APPROVED, Status.DECLINED),
    Event.APPROVE: _each(DECIDABLE, Status.APPROVED),
    Event.DECLINE: _each(DECIDABLE, Status.DECLINED),
    Event.COUNTER_OFFER: _each(DECIDABLE, Status.COUNTER_OFFER),
    Event.PROPOSE: _each(DECIDABLE, Status.SECOND_OFFICER),
    Event.CONFIRM: _each((Status.SECOND_OFFICER,), *DECIDED),
    # Back to what it was: ready, or where the decision stood that was to be reversed.
    Event.SEND_BACK: _each((Status.SECOND_OFFICER,), *DECIDABLE),
    Event.WITHDRAW: _each(
        (*_OPEN, Status.SECOND_OFFICER, Status.COUNTER_OFFER), Status.WITHDRAWN
    ),
    Event.CLOSE: _each((Status.INCOMPLETE,), Status.CLOSED_INCOMPLETE),
    Event.REOPEN: _each((*DECIDED, Status.WITHDRAWN, Status.CLOSED_INCOMPLETE), *_OPEN),
}


class NotAllowed(Exception):
    """The event cannot happen to an application that stands there."""

    def __init__(self, event: Event, status: Status) -> None:
        super().__init__(f"{event.label}: not while it is {status.label.lower()}.")
        self.event = event
        self.status = status


def may(event: Event, status: str) -> bool:
    """Whether an event may happen to an application of that status."""
    return Status(status) in MOVES[event]


def move(event: Event, status: str, target: Status) -> Status:
    """Return the status that follows.

    Raises
    ------
    NotAllowed
    """
    if target not in MOVES[event].get(Status(status), ()):
        raise NotAllowed(event, Status(status))
    return target
