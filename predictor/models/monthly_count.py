"""What was counted in the record of one month, so that no page has to."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import CheckConstraint, UniqueConstraint

from predictor.models import columns


class Counted(models.TextChoices):
    """What was counted."""

    PREDICTIONS = "predictions", "Predictions"
    DECISIONS = "decisions", "Decisions"
    OUTCOMES = "outcomes", "Outcomes"
    IMPORTED = "imported", "Imported labels"


class MonthlyCount(models.Model):
    """The counts of one calendar month; made anew from the record at any time."""

    counted = models.CharField(max_length=16, choices=Counted.choices)
    month = models.DateField(help_text="Its first day, in the time zone below.")
    time_zone = models.CharField(max_length=64)
    content = models.JSONField(help_text="Counts by the number of the version.")
    is_closed = models.BooleanField(
        default=False, help_text="Whether they can change no more."
    )
    counted_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar[list[str]] = ["counted", "month"]
        default_permissions = ()  # nobody writes them, and pages have their own
        constraints: ClassVar[list[Any]] = [
            UniqueConstraint(name="one_count_of_a_month", fields=["counted", "month"]),
            CheckConstraint(
                name="counted_known",
                condition=columns.one_of("counted", Counted.values),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_counted_display()} of {self.month:%B %Y}"
