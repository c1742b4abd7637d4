"""The rows of the queue: what an officer reads of each application."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet, Window
from django.db.models.functions import RowNumber

from ml import schema
from predictor.models import LoanApplication, Prediction
from predictor.services import amounts, days
from predictor.services.deciding import blind, deadlines
from predictor.services.deciding.deadlines import Due
from predictor.web.desk.wanted import Viewer


@dataclass(frozen=True, slots=True)
class Line:
    """One application, and the newest suggestion for it where it may be seen."""

    application: LoanApplication
    newest: Prediction | None
    is_hidden: bool
    amount: str
    age: int | None  # days since it was received
    due: Due | None


def lines_of(keys: list[UUID], viewer: Viewer) -> list[Line]:
    """Return the lines of the applications, in the order of their keys."""
    rows = LoanApplication.objects.without_protected().select_related("assignee")
    found = rows.in_bulk(keys)
    applications = [found[key] for key in keys if key in found]
    newest = {p.application_id: p for p in _newest(keys)}
    hidden = blind.hidden_among(applications, viewer)
    return [_line(a, newest.get(a.pk), is_hidden=a.pk in hidden) for a in applications]


def _line(
    application: LoanApplication, newest: Prediction | None, *, is_hidden: bool
) -> Line:
    received = application.received_at
    return Line(
        application=application,
        newest=newest,
        is_hidden=is_hidden,
        amount=_amount(application),
        age=(days.today() - days.of(received)).days if received else None,
        due=deadlines.due(application),
    )


def _newest(keys: list[UUID]) -> QuerySet[Prediction]:
    """Return the newest prediction of each application.

    By a window: asked for each application by itself, PostgreSQL may walk through all
    predictions from the newest on.
    """
    place = Window(RowNumber(), partition_by="application_id", order_by="-id")
    theirs = Prediction.objects.filter(application_id__in=keys).defer("inputs")
    return theirs.annotate(place=place).filter(place=1)


def _amount(application: LoanApplication) -> str:
    amount = application.loan_amount
    return "" if amount is None else amounts.write(amount, schema.LOAN_AMOUNT)
