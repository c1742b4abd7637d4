"""What the project asks of many applications."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import connections, models
from django.db.models import F, OrderBy
from django.db.models.functions import Collate

from ml import schema

if TYPE_CHECKING:
    from uuid import UUID

    from predictor.models.application import LoanApplication  # noqa: F401


class _PatternDescending(OrderBy):
    """The order of the index that PostgreSQL finds beginnings with, backwards."""

    # Django looks for a direction in what it orders by. PostgreSQL reads a comment.
    template = "%(expression)s USING ~>~ /* DESC */"


_BY_PATTERN = {"postgresql": _PatternDescending(F("loan_id"))}


class LoanApplicationQuerySet(models.QuerySet["LoanApplication"]):
    """What the project asks of many applications."""

    def by_loan_id(self) -> LoanApplicationQuerySet:
        """Return them in the order of loan_id, which no locale of a server changes.

        Locks are then taken, and rows learned from, in one order everywhere.
        """
        if connections[self.db].vendor == "postgresql":
            return self.order_by(Collate("loan_id", "C"))
        return self.order_by("loan_id")

    def beginning_with(self, term: str) -> LoanApplicationQuerySet:
        """Return those whose loan_id begins with the term, capitals told apart."""
        if connections[self.db].vendor == "sqlite":
            # Its LIKE uses no index and is blind to case; "~" sorts behind all.
            return self.filter(loan_id__gte=term, loan_id__lt=f"{term}~")
        return self.filter(loan_id__startswith=term)

    def keys_beginning_with(self, term: str, *, most: int) -> list[UUID]:
        """Return the keys of those whose loan_id begins with the term.

        Of more than ``most`` the last in the order of loan_id. Newest first they would
        cost what all of them cost, for the index of loan_id knows no time; and without
        an order PostgreSQL may look for them among all applications.
        """
        order = _BY_PATTERN.get(connections[self.db].vendor, "-loan_id")
        found = self.beginning_with(term).order_by(order)
        return list(found.values_list("pk", flat=True)[:most])

    def without_protected(self) -> LoanApplicationQuerySet:
        """Return them without the attributes that no officer's page shows."""
        return self.defer(*(schema.FIELDS[name].attribute for name in schema.PROTECTED))

    def labelled(self) -> LoanApplicationQuerySet:
        """Return the applications that people approved or declined."""
        return self.filter(loan_status__isnull=False)
