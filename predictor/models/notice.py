"""Notices of adverse action that were sent: append-only."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import CheckConstraint, F, Q

from predictor.models.append_only import AppendOnlyModel
from predictor.models.decision import Decision
from predictor.models.keys import new_key


class Notice(AppendOnlyModel):
    """That the letter of a decision was sent, with what stood in it.

    A wrong day is put right, or taken back, by another row: the newest one counts.
    """

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    decision = models.ForeignKey(
        Decision, on_delete=models.PROTECT, related_name="notices"
    )
    letter = models.JSONField(help_text="What stood in it.")
    notified_at = models.DateTimeField(
        null=True,
        blank=True,
        help_text="When it was sent; empty: it was not, after all.",
    )
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
    )
    created_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar[list[str]] = ["-id"]
        constraints: ClassVar[list[Any]] = [
            CheckConstraint(
                name="sent_before_it_was_recorded",
                condition=Q(notified_at__lte=F("created_at")),
            )
        ]

    def __str__(self) -> str:
        return f"Notice of {self.decision_id}"
