"""The page of one file: what was found in it, how far it is, and what came of it."""

from __future__ import annotations

from typing import Any, Final, cast
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from predictor.services import registry
from predictor.services.batches import deciding, queue
from predictor.services.batches.jobs import NoSuchJob, NotNow
from predictor.web.files import presentation, wording
from predictor.web.form_page import form_page
from predictor.web.login import interrupted

_NEEDED: Final = ("predictor.view_batchjob", "predictor.add_batchjob")


@form_page(*_NEEDED)
def file_detail(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show a file of one's own; have it scored, or end it."""
    by = cast("User", request.user)
    try:
        if request.method == "POST":
            return _act(request, pk, by)
        standing = queue.look(job_id=pk, by=by)
    except NoSuchJob:
        raise Http404 from None
    context = presentation.of(standing, start=request.GET.get("from", ""))
    return render(request, "web/files/job.html", context | _resumed(request))


def _act(request: HttpRequest, pk: UUID, by: User) -> HttpResponse:
    interrupted.forget(request)
    try:
        match request.POST.get("action"):
            case "score":
                deciding.start(job_id=pk, by=by)
            case "cancel":
                deciding.cancel(job_id=pk, by=by)
            case _:
                queue.look(job_id=pk, by=by)
    except (NotNow, deciding.NothingToScore):
        pass  # the page shows where the file is by now
    except registry.NoActiveModel:
        messages.error(request, wording.NO_MODEL)
    except registry.ArtifactError:
        messages.error(request, wording.BROKEN_MODEL)
    return redirect("file-detail", pk=pk)


def _resumed(request: HttpRequest) -> dict[str, Any]:
    """Say once that a button has to be pressed again: the login had ended."""
    resumed = bool(interrupted.typed(request))
    if resumed:
        interrupted.forget(request)
    return {"resumed": resumed}
