"""One application: what is known of it, and what the model suggested over time."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from django.contrib.auth.decorators import login_required, permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from ml import schema
from predictor.models import LoanApplication
from predictor.services import what_if
from predictor.services.deciding import deadlines
from predictor.web.history import presentation

#: So many of its results are listed, the newest.
MOST_LISTED: Final = 20


@login_required
@permission_required("predictor.view_loanapplication", raise_exception=True)
@require_safe
def application_detail(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show an application with the values of its newest revision."""
    application = get_object_or_404(
        LoanApplication.objects.without_protected().select_related("owner"), pk=pk
    )
    results = application.predictions.order_by("-id").select_related("requested_by")
    known = {f.name: getattr(application, f.attribute) for f in _SHOWN}
    context = {
        "application": application,
        "known": presentation.submitted(known),
        "missing": presentation.missing(known),
        "results": results[:MOST_LISTED],
        "decided": application.decisions.select_related("decided_by"),
        "due": deadlines.due(application),
        "times_asked": what_if.times_asked(application, until=application.decided_at),
        "may_change": application.may_be_changed_by(request.user),
    }
    return render(request, "web/application.html", context)


_SHOWN: Final = tuple(f for f in schema.PREDICTORS if not f.protected)
