"""What people decided: append-only."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import CheckConstraint, Q

from predictor.models import columns
from predictor.models.append_only import AppendOnlyModel
from predictor.models.application import LoanApplication
from predictor.models.keys import new_key
from predictor.models.prediction import Prediction


class Verdict(models.TextChoices):
    """What an officer may decide."""

    APPROVE = "approve", "Approve"
    DECLINE = "decline", "Decline"
    COUNTER_OFFER = "counter_offer", "Counter-offer"


class OverrideCode(models.TextChoices):
    """Why an officer decides against what the model suggests."""

    POLICY = "policy", "A rule of the lender that the model does not know"
    FACTS = "facts", "Something is known that the model is not told"
    VERIFICATION = "verification", "What was stated could not be verified"
    OTHER = "other", "Something else"


class Decision(AppendOnlyModel):
    """One decision of one person, with what that person saw."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    application = models.ForeignKey(
        LoanApplication, on_delete=models.PROTECT, related_name="decisions"
    )
    revision = models.PositiveIntegerField()
    verdict = models.CharField(max_length=16, choices=Verdict.choices)
    inputs = models.JSONField(help_text="The application's values when it was decided.")
    prediction = models.ForeignKey(
        Prediction,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="decisions",
        help_text="The prediction that was on the screen, or would have been.",
    )
    prediction_hidden = models.BooleanField(
        default=False, help_text="Whether the officer decided without seeing it."
    )
    reasons = models.JSONField(
        default=list,
        help_text="Chosen by the officer: code, field, text, and whose it is.",
    )
    left_out = models.JSONField(
        default=list, help_text="The model's reasons that the officer did not confirm."
    )
    left_out_because = models.TextField(blank=True)
    letter = models.JSONField(
        null=True,
        blank=True,
        help_text="What the applicant is told, where the settings said who writes.",
    )
    override_code = models.CharField(  # noqa: DJ001 - NULL: not an override
        max_length=32, choices=OverrideCode.choices, null=True, blank=True
    )
    override_text = models.TextField(blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="decisions"
    )
    created_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar[list[str]] = ["-id"]
        constraints: ClassVar[list[Any]] = [
            CheckConstraint(
                name="verdict_known", condition=Q(verdict__in=Verdict.values)
            ),
            CheckConstraint(
                name="override_says_why",
                condition=(
                    Q(override_code__isnull=True, override_text="")
                    | Q(override_code__isnull=False) & ~Q(override_text="")
                ),
            ),
            CheckConstraint(
                name="override_code_known",
                condition=columns.one_of("override_code", OverrideCode.values)
                | Q(override_code__isnull=True),
            ),
            CheckConstraint(
                name="hidden_prediction_exists",
                condition=Q(prediction_hidden=False) | Q(prediction__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.get_verdict_display()
