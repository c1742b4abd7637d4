"""What was recorded: applications and predictions, newest first."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from rest_framework import generics
from rest_framework.exceptions import NotFound
from rest_framework.pagination import CursorPagination
from rest_framework.request import Request

from predictor.api.serializers import (
    ApplicationSerializer,
    ExplainedPredictionSerializer,
    PredictionSerializer,
)
from predictor.models import ApiToken, LoanApplication, Prediction


class NewestFirst(CursorPagination):
    """Pages by key: as fast on the last page as on the first."""

    ordering = "-id"
    page_size = 50
    page_size_query_param = "page_size"
    max_page_size = 200

    def decode_cursor(self, request: Request) -> Any:
        """Refuse a cursor whose position is no key; the database would choke on it."""
        cursor = super().decode_cursor(request)
        if cursor is not None and cursor.position is not None:
            try:
                self.check_key(str(cursor.position))
            except ValueError:
                raise NotFound from None
        return cursor

    def check_key(self, position: str) -> None:
        """Raise ValueError where the text is no key."""
        UUID(position)


class _Own:
    """A client with a token sees what it sent; a person with a session sees all."""

    request: Any

    def own(self, rows: QuerySet[Any], *, by: str) -> QuerySet[Any]:
        if isinstance(self.request.auth, ApiToken):
            return rows.filter(**{by: self.request.user})
        return rows


class PredictionList(_Own, generics.ListAPIView[Prediction]):
    """The predictions that were made, newest first."""

    permission = "predictor.view_prediction"
    serializer_class = PredictionSerializer
    pagination_class = NewestFirst
    queryset = Prediction.objects.select_related("application")

    def get_queryset(self) -> QuerySet[Prediction]:
        return self.own(super().get_queryset(), by="requested_by")


class PredictionDetail(_Own, generics.RetrieveAPIView[Prediction]):
    """One prediction as it was recorded, and what moved it."""

    permission = "predictor.view_prediction"
    serializer_class = ExplainedPredictionSerializer
    queryset = Prediction.objects.select_related("application")

    def get_queryset(self) -> QuerySet[Prediction]:
        return self.own(super().get_queryset(), by="requested_by")


class ApplicationList(_Own, generics.ListAPIView[LoanApplication]):
    """Applications with the values of their newest revision, newest first."""

    permission = "predictor.view_loanapplication"
    serializer_class = ApplicationSerializer
    pagination_class = NewestFirst
    queryset = LoanApplication.objects.all()

    def get_queryset(self) -> QuerySet[LoanApplication]:
        return self.own(super().get_queryset(), by="owner")


class ApplicationDetail(_Own, generics.RetrieveAPIView[LoanApplication]):
    """One application by its Loan_ID."""

    permission = "predictor.view_loanapplication"
    serializer_class = ApplicationSerializer
    lookup_field = "loan_id"
    queryset = LoanApplication.objects.all()

    def get_queryset(self) -> QuerySet[LoanApplication]:
        return self.own(super().get_queryset(), by="owner")
