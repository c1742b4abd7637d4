"""What was recorded: applications and predictions, newest first."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from rest_framework import generics
from rest_framework.exceptions import NotFound
from rest_framework.pagination import CursorPagination
from rest_framework.request import Request

from predictor.api.authentication import is_program
from predictor.api.serializers import (
    ApplicationSerializer,
    ExplainedPredictionSerializer,
    PredictionSerializer,
)
from predictor.models import LoanApplication, Prediction, Scope
from predictor.services.deciding import blind


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
    """A program sees what it sent, a person sees all."""

    request: Any

    def own(self, rows: QuerySet[Any], *, by: str) -> QuerySet[Any]:
        if is_program(self.request):
            return rows.filter(**{by: self.request.user})
        return rows


class _Predictions(_Own, generics.GenericAPIView[Prediction]):
    """Predictions; those whose score the officer may not see yet come without it."""

    permission = "predictor.view_prediction"
    other_scopes = (Scope.DECIDE,)
    queryset = Prediction.objects.select_related("application")
    hidden: frozenset[UUID] = frozenset()

    def get_queryset(self) -> QuerySet[Prediction]:
        return self.own(super().get_queryset(), by="requested_by")

    def hide(self, predictions: Iterable[Prediction]) -> None:
        """Look up, for all of them at once, of which applications nothing is told."""
        if not is_program(self.request):
            applications = [one.application for one in predictions]
            self.hidden = blind.hidden_among(applications, self.request.user)

    def get_serializer_context(self) -> dict[str, Any]:
        return {**super().get_serializer_context(), "hidden": self.hidden}


class PredictionList(_Predictions, generics.ListAPIView[Prediction]):
    """The predictions that were made, newest first."""

    serializer_class = PredictionSerializer
    pagination_class = NewestFirst

    def paginate_queryset(self, queryset: Any) -> Any:
        page = super().paginate_queryset(queryset)
        self.hide(page or ())
        return page


class ApplicationPredictions(PredictionList):
    """The predictions of one application, newest first."""

    def get_queryset(self) -> QuerySet[Prediction]:
        seen = self.own(LoanApplication.objects.all(), by="owner")
        if "loan_id" not in self.kwargs:  # the schema is made without a request
            return super().get_queryset()
        application = get_object_or_404(seen, loan_id=self.kwargs["loan_id"])
        return super().get_queryset().filter(application=application)


class PredictionDetail(_Predictions, generics.RetrieveAPIView[Prediction]):
    """One prediction as it was recorded, and what moved it."""

    serializer_class = ExplainedPredictionSerializer

    def get_object(self) -> Prediction:
        found = super().get_object()
        self.hide([found])
        return found


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
    other_scopes = (Scope.DECIDE,)
    serializer_class = ApplicationSerializer
    lookup_field = "loan_id"
    queryset = LoanApplication.objects.all()

    def get_queryset(self) -> QuerySet[LoanApplication]:
        return self.own(super().get_queryset(), by="owner")
