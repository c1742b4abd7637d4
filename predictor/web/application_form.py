"""The page on which an application is typed."""

from __future__ import annotations

from typing import Final, cast

from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from predictor.models import Channel
from predictor.services import registry, scoring
from predictor.web.forms import ApplicationForm

_NO_MODEL: Final = (
    "No model is active yet. Whoever runs this installation makes one with the command"
)
_BROKEN_MODEL: Final = (
    "The active model cannot be read. Whoever runs this installation finds the cause "
    "in the log, and can train another with the command"
)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def application_new(request: HttpRequest) -> HttpResponse:
    """Show the form; score what was typed and go to its result."""
    form = ApplicationForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        return _score(request, form)
    return _show(request, form)


def _score(request: HttpRequest, form: ApplicationForm) -> HttpResponse:
    try:
        scored = scoring.score(
            rows=[form.row()],
            by=cast("User", request.user),
            channel=Channel.FORM,
            request_id=request.META["REQUEST_ID"],
            overwrite=False,
        )
    except scoring.InvalidRows as refused:
        form.refuse(refused)
        return _show(request, form)
    except registry.NoActiveModel:
        return _unavailable(request, form, _NO_MODEL)
    except registry.ArtifactError:
        return _unavailable(request, form, _BROKEN_MODEL)
    return redirect("prediction-detail", pk=scored.rows[0].id)


def _show(request: HttpRequest, form: ApplicationForm) -> HttpResponse:
    return render(request, "web/application_form.html", {"form": form})


def _unavailable(
    request: HttpRequest, form: ApplicationForm, reason: str
) -> HttpResponse:
    """Say why there is no score; the form below keeps what was typed."""
    return render(request, "503.html", {"form": form, "reason": reason}, status=503)
