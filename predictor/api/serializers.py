"""How stored rows are presented. Protected attributes are in none of them."""

from __future__ import annotations

from typing import Any, ClassVar

from rest_framework import serializers

from ml import schema
from predictor.models import LoanApplication, ModelActivation, ModelVersion, Prediction
from predictor.services import (
    activation_log,
    explained_later,
    explaining,
    gate_record,
)


class PredictionSerializer(serializers.ModelSerializer[Prediction]):
    """A prediction as it was recorded.

    The context names the applications whose scores are hidden from who asks.
    """

    #: What tells of the score.
    TELLING: ClassVar[tuple[str, ...]] = (
        "prediction",
        "recommendation",
        "code",
        "probability",
        "thresholds",
    )

    hidden = serializers.SerializerMethodField(
        help_text="True: who asks decides, and says first what they think. "
        "What tells of the score is null until then."
    )

    Loan_ID = serializers.CharField(source="application.loan_id", read_only=True)
    model_version = serializers.IntegerField(source="model_version_id", read_only=True)
    prediction = serializers.IntegerField(source="predicted_class", read_only=True)
    thresholds = serializers.SerializerMethodField()
    inputs = serializers.SerializerMethodField(
        help_text="What was submitted, without protected attributes."
    )

    class Meta:
        model = Prediction
        fields: tuple[str, ...] = (
            "id",
            "Loan_ID",
            "revision",
            "model_version",
            "prediction",
            "recommendation",
            "code",
            "probability",
            "thresholds",
            "inputs",
            "channel",
            "request_id",
            "created_at",
            "hidden",
        )

    def to_representation(self, instance: Prediction) -> dict[str, Any]:
        told: dict[str, Any] = super().to_representation(instance)
        if self.get_hidden(instance):
            told |= dict.fromkeys(self.TELLING)
        return told

    def get_hidden(self, prediction: Prediction) -> bool:
        return prediction.application_id in self.context.get("hidden", ())

    def get_thresholds(self, prediction: Prediction) -> dict[str, float]:
        return {
            "approve_from": prediction.approve_from,
            "decline_below": prediction.decline_below,
        }

    def get_inputs(self, prediction: Prediction) -> dict[str, Any]:
        inputs: dict[str, Any] = prediction.inputs
        return {k: v for k, v in inputs.items() if k not in schema.PROTECTED}


class ExplainedPredictionSerializer(PredictionSerializer):
    """A prediction with what moved it; null where its version cannot be used."""

    reasons = serializers.SerializerMethodField()
    contributions = serializers.SerializerMethodField(
        help_text="Field to what it added; protected attributes as one, unnamed."
    )
    reference_probability = serializers.SerializerMethodField()

    class Meta(PredictionSerializer.Meta):
        fields = (
            *PredictionSerializer.Meta.fields,
            "reasons",
            "contributions",
            "reference_probability",
        )

    def to_representation(self, instance: Prediction) -> dict[str, Any]:
        self._explanation = (
            None
            if self.get_hidden(instance)
            else explained_later.explanation_or_none(instance)
        )
        return super().to_representation(instance)

    def get_reasons(self, prediction: Prediction) -> list[dict[str, Any]] | None:
        return self._explanation.reasons if self._explanation else None

    def get_contributions(self, prediction: Prediction) -> dict[str, float] | None:
        if self._explanation is None:
            return None
        return explaining.shown(self._explanation.contributions)

    def get_reference_probability(self, prediction: Prediction) -> float | None:
        return self._explanation.reference_probability if self._explanation else None


class ApplicationSerializer(serializers.ModelSerializer[LoanApplication]):
    """An application under the names of the data dictionary."""

    class Meta:
        model = LoanApplication
        fields = (
            "id",
            "status",
            "loan_status",
            "source",
            "revision",
            "received_at",
            "completed_at",
            "decided_at",
            "notified_at",
            "created_at",
            "updated_at",
        )

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        """Add the fields of the data dictionary under their names on the wire."""
        facts = {
            field.name: serializers.ReadOnlyField(source=field.attribute)
            for field in schema.APPLICANT_FIELDS
            if not field.protected
        }
        return {**facts, **super().get_fields()}


class ModelVersionSerializer(serializers.ModelSerializer[ModelVersion]):
    """A model version and how it did."""

    metrics = serializers.SerializerMethodField(
        help_text="How it did, without how groups fare."
    )
    thresholds = serializers.SerializerMethodField()

    class Meta:
        model = ModelVersion
        fields = (
            "number",
            "is_active",
            "family",
            "parameters",
            "inputs",
            "includes_protected",
            "label",
            "rows",
            "metrics",
            "thresholds",
            "data_sha256",
            "artifact_sha256",
            "library_versions",
            "seed",
            "created_at",
        )

    def get_metrics(self, version: ModelVersion) -> dict[str, Any]:
        return gate_record.without_groups(version.metrics)

    def get_thresholds(self, version: ModelVersion) -> dict[str, float]:
        return {
            "approve_from": version.approve_from,
            "decline_below": version.decline_below,
        }


class ActivationSerializer(serializers.ModelSerializer[ModelActivation]):
    """That a version went live: when, who, why, and which was live before."""

    version = serializers.IntegerField(source="version_id", read_only=True)
    previous = serializers.IntegerField(
        source="previous_id", read_only=True, allow_null=True
    )
    activated_at = serializers.DateTimeField(source="created_at", read_only=True)
    activated_by = serializers.CharField(
        source="activated_by.username",
        read_only=True,
        allow_null=True,
        default=None,
        help_text="Null: nobody was named at the command line.",
    )

    class Meta:
        model = ModelActivation
        fields = (
            "version",
            "previous",
            "is_rollback",
            "activated_at",
            "activated_by",
            "reason",
        )


class WasLiveSerializer(serializers.Serializer[activation_log.WasLive]):
    """Which version was live at a moment: since when, until when, by whom, why."""

    at = serializers.DateTimeField(read_only=True)
    version = serializers.IntegerField(source="activation.version_id", read_only=True)
    since = serializers.DateTimeField(source="activation.created_at", read_only=True)
    until = serializers.DateTimeField(
        read_only=True, allow_null=True, help_text="Null: it is live still."
    )
    previous = serializers.IntegerField(
        source="activation.previous_id", read_only=True, allow_null=True
    )
    is_rollback = serializers.BooleanField(
        source="activation.is_rollback", read_only=True
    )
    activated_by = serializers.CharField(
        source="activation.activated_by.username",
        read_only=True,
        allow_null=True,
        default=None,
    )
    reason = serializers.CharField(source="activation.reason", read_only=True)
