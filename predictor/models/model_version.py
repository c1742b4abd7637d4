"""Model versions and the log of their activations."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint

from predictor.models.append_only import AppendOnlyModel
from predictor.models.keys import new_key


class Label(models.TextChoices):
    """What a version learned from."""

    DECISION = "decision", "Past decisions"
    OUTCOME = "outcome", "Repayment"


class ModelVersion(models.Model):
    """One trained model; its artifact lies in the model store."""

    number = models.PositiveIntegerField(primary_key=True)
    family = models.CharField(max_length=32)
    parameters = models.JSONField()
    inputs = models.JSONField(help_text="The fields that it uses.")
    includes_protected = models.BooleanField(default=False)
    label = models.CharField(max_length=16, choices=Label.choices)
    metrics = models.JSONField(
        help_text="Cross-validation, hold-out, baseline, champion on the same rows."
    )
    rows = models.PositiveIntegerField(help_text="Labelled rows it learned from.")
    data_sha256 = models.CharField(max_length=64)
    artifact_sha256 = models.CharField(max_length=64)
    library_versions = models.JSONField()
    seed = models.BigIntegerField()
    approve_from = models.FloatField()
    decline_below = models.FloatField()
    is_active = models.BooleanField(default=False)
    trained_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="Empty: from the command line.",
    )
    labels_read_at = models.DateTimeField(
        null=True, blank=True, help_text="When its labels were read: it knows no later."
    )
    created_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar[list[str]] = ["-number"]
        permissions: ClassVar[list[Any]] = [
            ("activate_modelversion", "Can activate a model version")
        ]
        constraints: ClassVar[list[Any]] = [
            UniqueConstraint(
                name="one_active_version",
                fields=["is_active"],
                condition=Q(is_active=True),
            ),
            CheckConstraint(name="number_from_one", condition=Q(number__gte=1)),
            CheckConstraint(
                name="thresholds_in_order",
                condition=Q(
                    decline_below__gte=0,
                    approve_from__gte=F("decline_below"),
                    approve_from__lte=1,
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"Version {self.number}"


class ModelActivation(AppendOnlyModel):
    """That a version went live: who, when, why, and which was live before."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    version = models.ForeignKey(
        ModelVersion, on_delete=models.PROTECT, related_name="activations"
    )
    previous = models.ForeignKey(
        ModelVersion, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    is_rollback = models.BooleanField(default=False)
    activated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="Empty: from the command line.",
    )
    reason = models.TextField()
    created_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar[list[str]] = ["-id"]
        constraints: ClassVar[list[Any]] = [
            CheckConstraint(name="activation_has_a_reason", condition=~Q(reason="")),
        ]

    def __str__(self) -> str:
        return f"Version {self.version_id} activated"
