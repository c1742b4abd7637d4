"""Predictions and their explanations: append-only."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import CheckConstraint, F, Q
from django.utils.translation import gettext_lazy as _

from ml import schema
from predictor.models import columns
from predictor.models.append_only import AppendOnlyModel
from predictor.models.application import LoanApplication
from predictor.models.keys import new_key
from predictor.models.model_version import ModelVersion


class Recommendation(models.TextChoices):
    """What the model suggests; a person decides."""

    APPROVE = "approve", _("Approve")
    REFER = "refer", _("Review")
    DECLINE = "decline", _("Decline")

    @property
    def word(self) -> str:
        """As it stands inside a sentence."""
        return str(_WORDS[self])


_WORDS = {
    Recommendation.APPROVE: _("approve"),
    Recommendation.REFER: _("review"),
    Recommendation.DECLINE: _("decline"),
}


class Code(models.TextChoices):
    """Why a recommendation is not the thresholds' own."""

    INCOMPLETE = "incomplete", _("A fact is missing")


class Channel(models.TextChoices):
    """The door through which a score was asked for."""

    FORM = "form", _("Form")
    API = "api", _("API")
    TUTORIAL = "tutorial", _("Tutorial's endpoint")
    BATCH = "batch", _("Scored file")


class Prediction(AppendOnlyModel):
    """One score, with all that is needed to make it again."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    application = models.ForeignKey(
        LoanApplication,
        on_delete=models.PROTECT,
        related_name="predictions",
        db_index=False,  # the index below begins with it
    )
    revision = models.PositiveIntegerField()
    model_version = models.ForeignKey(
        ModelVersion,
        on_delete=models.PROTECT,
        related_name="predictions",
        db_index=False,  # few versions, many predictions: an index would only cost
    )
    inputs = models.JSONField(help_text="What was submitted, by name on the wire.")
    probability = models.FloatField()
    approve_from = models.FloatField()
    decline_below = models.FloatField()
    recommendation = models.CharField(max_length=8, choices=Recommendation.choices)
    code = models.CharField(  # noqa: DJ001 - NULL: the thresholds decided
        max_length=16, choices=Code.choices, null=True, blank=True
    )
    channel = models.CharField(max_length=16, choices=Channel.choices)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
    )
    request_id = models.CharField(max_length=64)
    created_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar[list[str]] = ["-id"]
        indexes: ClassVar[list[Any]] = [
            # Tells the newest suggestion of an application without reading its row.
            models.Index(
                name="newest_suggestion", fields=["application", "id", "recommendation"]
            )
        ]
        constraints: ClassVar[list[Any]] = [
            CheckConstraint(
                name="probability_from_0_to_1",
                condition=Q(probability__gte=0, probability__lte=1),
            ),
            CheckConstraint(
                name="recommendation_follows_thresholds",
                condition=(
                    Q(recommendation="approve", probability__gte=F("approve_from"))
                    | Q(recommendation="decline", probability__lt=F("decline_below"))
                    | Q(
                        recommendation="refer",
                        code__isnull=True,
                        probability__gte=F("decline_below"),
                        probability__lt=F("approve_from"),
                    )
                    | Q(recommendation="refer", code__isnull=False)
                ),
            ),
            CheckConstraint(
                name="prediction_thresholds_in_order",
                condition=Q(
                    decline_below__gte=0,
                    approve_from__gte=F("decline_below"),
                    approve_from__lte=1,
                ),
            ),
            CheckConstraint(
                name="incomplete_is_referred",
                condition=(
                    Q(code__isnull=True) | Q(code="incomplete", recommendation="refer")
                ),
            ),
            CheckConstraint(
                name="channel_known",
                condition=columns.one_of("channel", Channel.values),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.recommendation} at {self.probability:.4f}"

    @property
    def predicted_class(self) -> int:
        """The model's own answer: 1 approves, 0 does not."""
        return int(self.probability >= schema.EVEN_ODDS)


class Explanation(AppendOnlyModel):
    """What each field added to one prediction's probability."""

    prediction = models.OneToOneField(
        Prediction,
        on_delete=models.PROTECT,
        primary_key=True,
        related_name="explanation",
    )
    contributions = models.JSONField(help_text="Field → share of the probability.")
    reference_probability = models.FloatField()
    residual = models.FloatField(
        help_text="Probability less the reference probability less the contributions."
    )
    reasons = models.JSONField(help_text="Reasons in force: code, field, text.")
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"Explanation of {self.prediction_id}"


class DryRun(models.Model):
    """That a score was asked for without being stored: by whom, when, how many."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    model_version = models.ForeignKey(
        ModelVersion, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    application = models.ForeignKey(
        LoanApplication,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="dry_runs",
        help_text="The application whose reference came with it, where there is one.",
    )
    rows = models.PositiveIntegerField()
    channel = models.CharField(max_length=16, choices=Channel.choices)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
    )
    request_id = models.CharField(max_length=64)
    created_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar[list[str]] = ["-id"]
        constraints: ClassVar[list[Any]] = [
            CheckConstraint(
                name="dry_run_channel_known", condition=Q(channel__in=Channel.values)
            )
        ]

    def __str__(self) -> str:
        return f"Dry run of {self.rows} rows"
