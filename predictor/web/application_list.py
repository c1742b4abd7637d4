"""The applications, newest first."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.db.models import OuterRef, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ml import schema
from predictor.models import LoanApplication, Prediction, Recommendation
from predictor.models.application import LoanApplicationQuerySet
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
    """Show a page of applications.

    ``q`` is a reference or how one begins; ``suggestion`` is the newest one's.
    """
    wanted = request.GET.get("q", "").strip()
    suggested = request.GET.get("suggestion", "")
    page = page_of(_suggested(_found(wanted), suggested), request.GET)
    context = {
        "lines": _lines(page.rows),
        "page": page,
        "wanted": wanted.replace("\0", ""),
        "suggestion": suggested if suggested in _SUGGESTIONS else "",
        "suggestions": _SUGGESTIONS,
        "chosen": _SUGGESTIONS.get(suggested, "").lower(),
        "currency": settings.CURRENCY_NAME,
    }
    return render(request, "web/application_list.html", context)


_NOT_SCORED: Final = "none"
#: What the list can be narrowed to, in the address and in words.
_SUGGESTIONS: Final = {
    **{kind.value: kind.label for kind in Recommendation},
    _NOT_SCORED: "Not scored",
}


def _found(wanted: str) -> LoanApplicationQuerySet:
    applications = LoanApplication.objects.without_protected()
    if not wanted:
        return applications
    if not re.fullmatch(schema.LOAN_ID.pattern, wanted):
        return applications.none()
    return applications.beginning_with(wanted)


def _suggested(
    applications: LoanApplicationQuerySet, suggestion: str
) -> LoanApplicationQuerySet:
    """Return those whose newest suggestion is that; all where the address asks none."""
    if suggestion not in _SUGGESTIONS:
        return applications
    newest = applications.annotate(newest=_newest("recommendation"))
    if suggestion == _NOT_SCORED:
        return newest.filter(newest=None)
    return newest.filter(newest=suggestion)


def _newest(column: str) -> Subquery:
    theirs = Prediction.objects.filter(application=OuterRef("pk")).order_by("-id")
    return Subquery(theirs.values(column)[:1])


def _lines(applications: list[LoanApplication]) -> list[Line]:
    newest = _newest_predictions(applications)
    return [Line(a, newest.get(a.pk), _amount(a)) for a in applications]


def _newest_predictions(
    applications: Iterable[LoanApplication],
) -> dict[object, Prediction]:
    """Return the newest prediction of each application, in one query."""
    keys = [application.pk for application in applications]
    scored = LoanApplication.objects.filter(pk__in=keys)
    ids = scored.annotate(newest=_newest("id")).values("newest")
    return {p.application_id: p for p in Prediction.objects.filter(pk__in=ids)}


def _amount(application: LoanApplication) -> str:
    amount = application.loan_amount
    return "" if amount is None else amounts.write(amount, schema.LOAN_AMOUNT)
