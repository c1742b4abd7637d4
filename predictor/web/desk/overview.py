"""The overview: today's numbers, for the officer and for the team."""

from __future__ import annotations

from typing import cast

from django.contrib.auth.decorators import login_required, permission_required
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from predictor.models import bounded
from predictor.services.desk import overview as numbers
from predictor.web.desk.chart import chart_of


@login_required
@permission_required("predictor.view_loanapplication", raise_exception=True)
@permission_required("predictor.view_decision", raise_exception=True)
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """Show what waits, what is due, and what was decided in two weeks."""
    found = numbers.overview(by=cast("User", request.user))
    context = {
        "overview": found,
        "chart": chart_of(found.days),
        "most": bounded.MOST,
        "most_decisions": numbers.MOST,
        "soon": numbers.SOON.days,
    }
    return render(request, "web/desk/overview.html", context)
