"""The queue: what waits at the desk, in tabs, in the order of the work."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_required, permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from predictor.models import bounded
from predictor.web.desk import wanted as asked
from predictor.web.desk.found import rows_for, sieve_of
from predictor.web.desk.lines import lines_of
from predictor.web.desk.wanted import SUGGESTIONS, Tab, Viewer, Wanted, Way, Whose
from predictor.web.paging.pages import page_of


@login_required
@permission_required("predictor.view_loanapplication", raise_exception=True)
@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """Show a page of a tab.

    ``tab``, ``order`` and ``dir`` say what and in which order; ``q``, ``status``,
    ``suggestion``, ``whose`` and ``source`` narrow it; ``after`` or ``before`` is where
    the page begins.
    """
    wanted = asked.read(request.GET)
    rows, there_are_more = rows_for(wanted, request.user)
    page = page_of(rows, request.GET, sieve_of(wanted, request.user))
    context: dict[str, Any] = {
        "wanted": wanted,
        "page": page,
        "lines": lines_of(page.keys, request.user),
        "there_are_more": there_are_more,
        "is_further": "after" in request.GET or "before" in request.GET,
        "most": bounded.MOST,
        "tabs": _tabs(wanted, request.user),
        "currency": settings.CURRENCY_NAME,
        "chosen_from": {
            "suggestions": SUGGESTIONS,
            "orders": {by.value: by.label for by in wanted.orders},
            "whose": {w.value: w.label for w in Whose},
            "ways": {w.value: w.label for w in Way},
        },
    }
    return render(request, "web/desk/queue.html", context)


def _tabs(wanted: Wanted, viewer: Viewer) -> list[dict[str, Any]]:
    """Return the tabs with how much waits in each; of all, nobody needs the number."""
    waiting = [tab for tab in Tab if tab != Tab.ALL]
    counts = bounded.count({t.value: asked.rows_of(t, viewer) for t in waiting})
    return [
        {
            "value": tab.value,
            "label": tab.label,
            "is_here": tab == wanted.tab,
            "count": counts.get(tab.value),
        }
        for tab in Tab
    ]
