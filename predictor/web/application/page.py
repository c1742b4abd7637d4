"""The page of one application, and the page of all that happened to it."""

from __future__ import annotations

from typing import Any, Final, cast
from uuid import UUID

from django.contrib.auth.decorators import login_required, permission_required
from django.contrib.auth.models import User
from django.db.models import Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from ml import schema
from predictor.models import LoanApplication, ModelVersion, Prediction, lifecycle
from predictor.models.application import LoanApplicationQuerySet
from predictor.models.lifecycle import Event
from predictor.services.deciding import blind, deadlines
from predictor.services.desk import reopening
from predictor.web.addresses import key_in
from predictor.web.application import decided, happenings
from predictor.web.application.happenings import Window
from predictor.web.application.notes_form import NoteForm
from predictor.web.application.scores import scores_of
from predictor.web.application.timeline import (
    newest_of,
    scores_page,
    timeline_of,
)
from predictor.web.desk.claims import Claiming
from predictor.web.history import presentation

#: So many of its scores are listed, and so much of what happened: the newest.
MOST_LISTED: Final = 20
#: So many what-ifs are counted.
MOST_COUNTED: Final = 100


@login_required
@permission_required("predictor.view_loanapplication", raise_exception=True)
@require_safe
def application_detail(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show an application with the values of its newest revision."""
    return show(request, get_object_or_404(asked_for(request), pk=pk), NoteForm())


@login_required
@permission_required("predictor.view_loanapplication", raise_exception=True)
@require_safe
def application_history(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show all that happened to an application, or only its scores, page by page."""
    application = get_object_or_404(asked_for(request), pk=pk)
    only_scores = request.GET.get("only") == "scores"
    page = scores_page if only_scores else timeline_of
    context = {
        "application": application,
        "timeline": page(application, before=key_in(request.GET.get("before"))),
        "hidden": blind.is_hidden(application, request.user),
        "only_scores": only_scores,
    }
    return render(request, "web/application/history.html", context)


def asked_for(request: HttpRequest) -> LoanApplicationQuerySet:
    """Return the applications with all that a page of one needs of its row."""
    live = ModelVersion.objects.filter(is_active=True).values("number")
    applications = LoanApplication.objects.without_protected()
    return blind.with_views(
        applications.select_related("owner", "assignee").annotate(live=Subquery(live)),
        request.user,
    )


def show(
    request: HttpRequest, application: LoanApplication, form: NoteForm
) -> HttpResponse:
    """Show the page of an application, with what was typed as a note."""
    hidden = blind.is_hidden(application, request.user)
    user = cast("User", request.user)
    context = _facts(application) | _happened(application) | _offered(application)
    may_note = user.has_perm("predictor.add_journalentry")
    context |= {"hidden": hidden, "form": form, "may_note": may_note}
    context["claiming"] = Claiming.of(application, user)
    return render(request, "web/application.html", context)


def _facts(application: LoanApplication) -> dict[str, Any]:
    known = {f.name: getattr(application, f.attribute) for f in _SHOWN}
    return {
        "application": application,
        "known": presentation.submitted(known),
        "missing": presentation.missing(known),
        "due": deadlines.due(application),
    }


_SHOWN: Final = tuple(f for f in schema.PREDICTORS if not f.protected)


def _happened(application: LoanApplication) -> dict[str, Any]:
    window = Window(size=MOST_LISTED + 1)
    scores, _ = scores_of(application, size=MOST_LISTED + 1)
    decisions = list(window.of(decided.decisions_of(application)))
    what_ifs = list(happenings.what_ifs(application, Window(size=MOST_COUNTED + 1)))
    found = [
        *happenings.scored(scores),
        *happenings.decided(decisions),
        *happenings.told(application, window),
        *happenings.written(application, window),
        *happenings.tried(what_ifs[: MOST_LISTED + 1]),
    ]
    newest = scores[0].prediction if scores else None
    return {
        "scores": scores[:MOST_LISTED],
        "older_scores": scores[MOST_LISTED - 1].prediction.pk
        if len(scores) > MOST_LISTED
        else None,
        "newest": newest,
        "decided": list(decided.lines(application, decisions)),
        "times_asked": len(what_ifs[:MOST_COUNTED]),
        "more_asked": len(what_ifs) > MOST_COUNTED,
        "timeline": newest_of(found, size=MOST_LISTED),
        **_compared(application, newest),
    }


def _compared(
    application: LoanApplication, newest: Prediction | None
) -> dict[str, Any]:
    """Say whether the newest score is of the values and the version of today."""
    if newest is None or not application.is_open:
        return {}
    live = application.live  # type: ignore[attr-defined]  # annotated by asked_for
    return {
        "stale": newest.revision != application.revision,
        "newer_version": live if live and live > newest.model_version_id else None,
    }


def _offered(application: LoanApplication) -> dict[str, Any]:
    """Say what may be done with it where it stands."""
    return {
        "may_change": application.is_open,
        "may_withdraw": lifecycle.may(Event.WITHDRAW, application.status),
        "may_close": lifecycle.may(Event.CLOSE, application.status),
        "may_reopen": reopening.is_reopenable(application),
    }
