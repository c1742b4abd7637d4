"""How decisions, first views and outcomes are presented. No protected attribute."""

from __future__ import annotations

from rest_framework import serializers

from predictor.models import Decision, JournalEntry, LoanApplication
from predictor.services.deciding import force, standing


class DecisionSerializer(serializers.ModelSerializer[Decision]):
    """A decision, and whether it has taken effect."""

    Loan_ID = serializers.CharField(source="application.loan_id", read_only=True)
    in_effect = serializers.SerializerMethodField(
        help_text="False: a second officer has not confirmed it."
    )
    standing = serializers.SerializerMethodField(
        help_text=f"One of: {', '.join(standing.Standing.values)}."
    )
    decided_by = serializers.CharField(source="decided_by.username", read_only=True)
    confirmed_by = serializers.SerializerMethodField()

    class Meta:
        model = Decision
        fields = (
            "id",
            "Loan_ID",
            "prediction",
            "verdict",
            "reasons",
            "left_out_because",
            "override_code",
            "override_text",
            "offer",
            "reverses",
            "reversed_because",
            "needs_second",
            "in_effect",
            "standing",
            "decided_by",
            "confirmed_by",
            "created_at",
        )

    def get_in_effect(self, decision: Decision) -> bool:
        return not decision.needs_second or bool(self._confirmation(decision))

    def get_standing(self, decision: Decision) -> str:
        return standing.of(decision).value

    def get_confirmed_by(self, decision: Decision) -> str | None:
        found = self._confirmation(decision) if decision.needs_second else None
        return found.written_by.get_username() if found else None

    def _confirmation(self, decision: Decision) -> JournalEntry | None:
        return force.confirmation_of(decision)


class FirstViewSerializer(serializers.ModelSerializer[JournalEntry]):
    """What an officer said before the score was shown."""

    Loan_ID = serializers.CharField(source="application.loan_id", read_only=True)
    view = serializers.CharField(source="details.view", read_only=True)
    recorded_by = serializers.CharField(source="written_by.username", read_only=True)

    class Meta:
        model = JournalEntry
        fields = ("Loan_ID", "view", "text", "recorded_by", "created_at")


class OutcomeSerializer(serializers.ModelSerializer[LoanApplication]):
    """How a loan ended, as far as it is known."""

    Loan_ID = serializers.CharField(source="loan_id", read_only=True)

    class Meta:
        model = LoanApplication
        fields = ("Loan_ID", "status", "decided_at", "outcome", "outcome_at")
