"""What people decided: append-only."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import CheckConstraint, Index, Q
from django.utils.translation import gettext_lazy as _

from predictor.models import columns
from predictor.models.append_only import AppendOnlyModel
from predictor.models.application import LoanApplication
from predictor.models.keys import new_key
from predictor.models.prediction import Channel, Prediction


class Verdict(models.TextChoices):
    """What an officer may decide."""

    APPROVE = "approve", _("Approve")
    DECLINE = "decline", _("Decline")
    COUNTER_OFFER = "counter_offer", _("Counter-offer")


class OverrideCode(models.TextChoices):
    """Why an officer decides against what the model suggests."""

    POLICY = "policy", _("A rule of the lender that the model does not know")
    FACTS = "facts", _("Something is known that the model is not told")
    VERIFICATION = "verification", _("What was stated could not be verified")
    OTHER = "other", _("Something else")


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
        default=False,
        help_text="Whether it is what the officer had said before it was shown.",
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
    offer = models.JSONField(
        null=True, blank=True, help_text="Amount and term that were offered instead."
    )
    reverses = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="reversed_by",
        db_index=False,  # most reverse none: see the index below
        help_text="The decision that it takes the place of.",
    )
    reversed_because = models.TextField(blank=True)
    needs_second = models.BooleanField(
        default=False,
        db_default=False,
        help_text="Whether it takes effect only when a second officer confirms it.",
    )
    channel = models.CharField(
        max_length=16,
        choices=[(c.value, c.label) for c in (Channel.FORM, Channel.API)],
        default=Channel.FORM,
        db_default=Channel.FORM.value,
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
        indexes: ClassVar[list[Any]] = [
            # Of those that reverse one: where nearly all rows have NULL, SQLite takes a
            # whole index for useless.
            Index(
                name="decision_reversed",
                fields=["reverses"],
                condition=Q(reverses__isnull=False),
            )
        ]
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
                name="reversal_says_why",
                condition=Q(reverses__isnull=True, reversed_because="")
                | Q(reverses__isnull=False) & ~Q(reversed_because=""),
            ),
            CheckConstraint(
                name="counter_offer_has_terms",
                condition=~Q(verdict="counter_offer") | Q(offer__isnull=False),
            ),
            CheckConstraint(
                name="decision_channel_known",
                condition=Q(channel="form") | Q(channel="api"),
            ),
            CheckConstraint(
                name="hidden_prediction_exists",
                condition=Q(prediction_hidden=False) | Q(prediction__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.get_verdict_display()
