"""The applications, newest first."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.conf import settings
from django.contrib.auth.decorators import login_required, permission_required
from django.db.models import OuterRef, QuerySet, Subquery, Value, Window
from django.db.models.functions import Coalesce, RowNumber
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.http import require_safe

from ml import schema
from predictor.models import LoanApplication, Prediction, Recommendation
from predictor.services import amounts
from predictor.web.history.pages import LOOKED_THROUGH, Fits, page_of


@dataclass(frozen=True, slots=True)
class Line:
    """One application, the newest suggestion for it, and its amount in full."""

    application: LoanApplication
    newest: Prediction | None
    amount: str


@login_required
@permission_required("predictor.view_loanapplication", raise_exception=True)
@require_safe
def application_list(request: HttpRequest) -> HttpResponse:
    """Show a page of applications.

    ``q`` is a reference or how one begins; ``suggestion`` is the newest one's.
    """
    wanted = request.GET.get("q", "").strip()
    suggested = request.GET.get("suggestion", "")
    found = _found(wanted)
    page = page_of(
        LoanApplication.objects.without_protected(),
        request.GET,
        _with_suggestion(suggested),
        among=found and found[:LOOKED_THROUGH],
    )
    context = {
        "lines": _lines(page.rows),
        "page": page,
        "wanted": wanted.replace("\0", ""),
        "suggestion": suggested if suggested in _SUGGESTIONS else "",
        "suggestions": _SUGGESTIONS,
        "chosen": _inside(suggested),
        "looked_through": LOOKED_THROUGH,
        "there_are_more": found is not None and len(found) > LOOKED_THROUGH,
        "currency": settings.CURRENCY_NAME,
    }
    return render(request, "web/application_list.html", context)


_NOT_SCORED: Final = "none"
#: What the list can be narrowed to, in the address and in words.
_SUGGESTIONS: Final = {
    **{kind.value: kind.label for kind in Recommendation},
    _NOT_SCORED: gettext_lazy("Not scored"),
}


def _inside(suggestion: str) -> str:
    """Return what the list is narrowed to, as it stands inside a sentence."""
    if suggestion in Recommendation.values:
        return Recommendation(suggestion).word
    return gettext("not scored") if suggestion == _NOT_SCORED else ""


def _found(wanted: str) -> list[UUID] | None:
    """Return the keys of what is looked for; None where nothing is, and all are shown.

    They are found first, in their own query, so that no planner walks through all
    applications from the newest on, or sorts all that begin with one letter.
    """
    if not wanted:
        return None
    if not re.fullmatch(schema.LOAN_ID.pattern, wanted):
        return []
    most = LOOKED_THROUGH + 1  # the last one tells that there are more
    return LoanApplication.objects.keys_beginning_with(wanted, most=most)


def _with_suggestion(suggestion: str) -> Fits | None:
    """Return what finds the applications whose newest suggestion is that."""
    if suggestion not in _SUGGESTIONS:
        return None

    def fits(keys: list[UUID]) -> set[UUID]:
        theirs = LoanApplication.objects.filter(pk__in=keys).order_by()
        suggested = theirs.annotate(suggested=_SUGGESTED).filter(suggested=suggestion)
        return set(suggested.values_list("pk", flat=True))

    return fits


#: By the index of the newest suggestion, which is asked once for each application.
_SUGGESTED: Final = Coalesce(
    Subquery(
        Prediction.objects.filter(application=OuterRef("pk"))
        .order_by("-id")
        .values("recommendation")[:1]
    ),
    Value(_NOT_SCORED),
)


def _lines(applications: list[LoanApplication]) -> list[Line]:
    keys = [application.pk for application in applications]
    newest = {p.application_id: p for p in _newest(keys)}
    return [Line(a, newest.get(a.pk), _amount(a)) for a in applications]


def _newest(keys: list[UUID]) -> QuerySet[Prediction]:
    """Return the newest prediction of each application.

    By a window: asked for each application by itself, PostgreSQL may walk through all
    predictions from the newest on.
    """
    place = Window(RowNumber(), partition_by="application_id", order_by="-id")
    theirs = Prediction.objects.filter(application_id__in=keys)
    return theirs.annotate(place=place).filter(place=1)


def _amount(application: LoanApplication) -> str:
    amount = application.loan_amount
    return "" if amount is None else amounts.write(amount, schema.LOAN_AMOUNT)
