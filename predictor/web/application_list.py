"""The applications, newest first."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ml import schema
from predictor.models import LoanApplication, Prediction
from predictor.web import amounts
from predictor.web.pages import page_of


@dataclass(frozen=True, slots=True)
class Line:
    """One application, the newest suggestion for it, and its amount in full."""

    application: LoanApplication
    newest: Prediction | None
    amount: str


@login_required
@require_safe
def application_list(request: HttpRequest) -> HttpResponse:
    """Show a page of applications; ``q`` is a reference or how one begins."""
    wanted = request.GET.get("q", "").strip()
    page = page_of(_found(wanted), request.GET)
    context = {
        "lines": _lines(page.rows),
        "page": page,
        "wanted": wanted.replace("\0", ""),
        "currency": settings.CURRENCY_NAME,
    }
    return render(request, "web/application_list.html", context)


def _found(wanted: str) -> QuerySet[LoanApplication]:
    applications = LoanApplication.objects.defer(
        *(schema.FIELDS[name].attribute for name in schema.PROTECTED)
    )
    if not wanted:
        return applications
    if not re.fullmatch(schema.LOAN_ID.pattern, wanted):
        return applications.none()
    return applications.filter(loan_id__startswith=wanted)


def _lines(applications: list[LoanApplication]) -> list[Line]:
    newest = _newest_predictions(applications)
    return [Line(a, newest.get(a.pk), _amount(a)) for a in applications]


def _newest_predictions(
    applications: Iterable[LoanApplication],
) -> dict[object, Prediction]:
    """Return the newest prediction of each application, in one query."""
    theirs = Prediction.objects.filter(application=OuterRef("pk")).order_by("-id")
    keys = [application.pk for application in applications]
    scored = LoanApplication.objects.filter(pk__in=keys)
    ids = scored.annotate(newest=Subquery(theirs.values("id")[:1])).values("newest")
    return {p.application_id: p for p in Prediction.objects.filter(pk__in=ids)}


def _amount(application: LoanApplication) -> str:
    amount = application.loan_amount
    return "" if amount is None else amounts.write(amount, schema.LOAN_AMOUNT)
