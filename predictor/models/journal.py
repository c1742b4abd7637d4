"""What people did to an application, beside scoring it: append-only."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import CheckConstraint, Index, Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from predictor.models import columns
from predictor.models.append_only import AppendOnlyModel
from predictor.models.application import LoanApplication, Status
from predictor.models.decision import Decision
from predictor.models.keys import new_key


class Kind(models.TextChoices):
    """What was done."""

    NOTE = "note", _("Note")
    CLAIMED = "claimed", _("Claimed")
    ASSIGNED = "assigned", _("Assigned")
    RELEASED = "released", _("Released")
    FIRST_VIEW = "first_view", _("First view")
    DECIDED = "decided", _("Decided")
    PROPOSED = "proposed", _("Decided, awaiting a second officer")
    CONFIRMED = "confirmed", _("Confirmed by a second officer")
    SENT_BACK = "sent_back", _("Sent back by a second officer")
    WITHDRAWN = "withdrawn", _("Withdrawn by the applicant")
    CLOSED = "closed", _("Closed as incomplete")
    CORRECTED = "corrected", _("Corrected at the desk")
    REOPENED = "reopened", _("Corrected and reopened")
    OUTCOME = "outcome", _("Outcome recorded")


#: What a second officer answers to a decision, once.
ANSWERS = (Kind.CONFIRMED, Kind.SENT_BACK)


class JournalEntry(AppendOnlyModel):
    """One thing that one person did, and where the application stood afterwards."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    application = models.ForeignKey(
        LoanApplication, on_delete=models.PROTECT, related_name="journal"
    )
    kind = models.CharField(max_length=16, choices=Kind.choices)
    revision = models.PositiveIntegerField()
    status = models.CharField(
        max_length=24, choices=Status.choices, help_text="Where it stood afterwards."
    )
    text = models.TextField(blank=True, help_text="Why, or what was noted.")
    details = models.JSONField(
        default=dict,
        blank=True,
        help_text="Of a first view the view, of an assignment to whom, and the like.",
    )
    decision = models.ForeignKey(
        Decision,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="journal",
        db_index=False,  # most are about none: see the index below
    )
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
    )
    created_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar[list[str]] = ["-id"]
        verbose_name_plural = "journal entries"
        indexes: ClassVar[list[Any]] = [
            Index(
                name="journal_of_decision",
                fields=["decision"],
                condition=Q(decision__isnull=False),
            )
        ]
        constraints: ClassVar[list[Any]] = [
            CheckConstraint(
                name="journal_kind_known",
                condition=columns.one_of("kind", Kind.values),
            ),
            CheckConstraint(
                name="journal_status_known",
                condition=columns.one_of("status", Status.values),
            ),
            CheckConstraint(
                name="journal_says_what",
                condition=~columns.one_of(
                    "kind",
                    [
                        Kind.NOTE,
                        Kind.SENT_BACK,
                        Kind.WITHDRAWN,
                        Kind.CLOSED,
                        Kind.REOPENED,
                    ],
                )
                | ~Q(text=""),
            ),
            CheckConstraint(
                name="journal_names_the_decision",
                condition=~columns.one_of(
                    "kind", [Kind.DECIDED, Kind.PROPOSED, *ANSWERS]
                )
                | Q(decision__isnull=False),
            ),
            UniqueConstraint(
                name="one_first_view_of_a_person",
                fields=["application", "written_by"],
                condition=Q(kind="first_view"),
            ),
            UniqueConstraint(
                name="one_answer_of_a_second_officer",
                fields=["decision"],
                condition=Q(kind="confirmed") | Q(kind="sent_back"),
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()
