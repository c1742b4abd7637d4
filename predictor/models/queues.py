"""In which queue of the desk an application waits, and since when.

The database works both out whenever a row is written, so that no door to the table can
forget it, and indexes of what waits alone serve the desk's pages.
"""

from __future__ import annotations

from typing import Final

from django.db.models import Case, CharField, Q, TextChoices, Value, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from predictor.models import columns
from predictor.models.statuses import LabelSource, Status


class Queue(TextChoices):
    """What an application waits for; decided and told, closed or withdrawn: nothing."""

    # Sorts after the others: what comes in is put at the end of each index then, which
    # takes SQLite less than half the time.
    DECIDE = "to_decide", _("To decide")
    INCOMPLETE = "incomplete", _("Incomplete")
    OFFERS = "offers", _("Counter-offers")
    LETTERS = "letters", _("Letters to send")


_OFFERED: Final = Q(status=Status.COUNTER_OFFER)
#: Whoever decided elsewhere tells of it, too.
_TO_BE_TOLD: Final = (
    columns.one_of("status", [Status.APPROVED, Status.DECLINED])
    & columns.one_of("label_source", [LabelSource.OFFICER, LabelSource.API])
    & Q(notified_at__isnull=True)
)
_QUEUES: Final = {
    Queue.DECIDE: columns.one_of("status", [Status.READY, Status.SECOND_OFFICER]),
    Queue.INCOMPLETE: Q(status=Status.INCOMPLETE),
    Queue.OFFERS: _OFFERED,
    Queue.LETTERS: _TO_BE_TOLD,
}
QUEUE: Final = Case(
    *(When(condition, then=Value(queue.value)) for queue, condition in _QUEUES.items()),
    output_field=CharField(),
)
#: Since when the days of what is due count: see services/deciding/deadlines.py.
WAITING_SINCE: Final = Case(
    When(_OFFERED, then=Coalesce("notified_at", "decided_at")),
    default=Coalesce("counts_from", "completed_at"),
)
#: By what a queue can be ordered, and which column says it.
ORDERS: Final = {
    "due": "waiting_since",
    "received": "received_at",
    "touched": "updated_at",
}
