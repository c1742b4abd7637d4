"""The pages on which an application is typed: a new one, and one that is continued."""

from __future__ import annotations

from typing import Final, cast
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ml import schema
from predictor.models import LoanApplication
from predictor.services import registry, scoring
from predictor.web import offline
from predictor.web.addresses import of_application, of_reference
from predictor.web.form import refusals, sending
from predictor.web.form.application import ApplicationForm
from predictor.web.form_page import form_page
from predictor.web.login import interrupted
from predictor.web.wording import Words

_NEEDED: Final = ("predictor.add_prediction", "predictor.add_loanapplication")
_NO_MODEL: Final = _(
    "No model is active yet. Whoever runs this installation makes one with the command"
)
_BROKEN_MODEL: Final = _(
    "The active model cannot be read. Whoever runs this installation finds the cause "
    "in the log, and can train another with the command"
)


def _busy(request: HttpRequest) -> HttpResponse:
    """Show what was typed once more, to be sent again."""
    form = ApplicationForm(typed=request.POST.dict())
    return offline.page(request, "503.html", {"form": form})


@form_page(*_NEEDED, busy=_busy)
def application_new(request: HttpRequest) -> HttpResponse:
    """Show the form; score or save what was typed."""
    return _form(request, None)


@form_page(*_NEEDED, busy=_busy)
def application_edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Go on with an application that nobody has decided, whoever sent it."""
    application = get_object_or_404(LoanApplication, pk=pk)
    if application.is_open:
        return _form(request, application)
    if request.method == "POST":  # it was decided meanwhile; nothing typed is lost
        form = ApplicationForm(request.POST.dict(), application=application)
        form.add_error(None, refusals.NOT_OPEN)
        return _show(request, form)
    messages.error(request, refusals.NOT_OPEN)
    return redirect(of_application(application.pk))


def _form(request: HttpRequest, application: LoanApplication | None) -> HttpResponse:
    if request.method != "POST":
        typed = {k: str(v) for k, v in interrupted.typed(request).items()}
        form = ApplicationForm(typed=typed, application=application)
        return _show(request, form, resumed=bool(typed))
    interrupted.forget(request)
    action = request.POST.get("action")
    if action == "discard":
        return redirect(request.path)
    form = ApplicationForm(request.POST.dict(), application=application)
    if not form.is_valid():
        return _show(request, form)
    return _save(request, form) if action == "save" else _score(request, form)


def _score(request: HttpRequest, form: ApplicationForm) -> HttpResponse:
    try:
        scored = sending.score(form, **_sender(request))
    except sending.REFUSALS as refused:
        return _refuse(request, form, refused)
    except scoring.Unlikely as unlikely:
        form.ask(unlikely)
        return _show(request, form)
    except registry.NoActiveModel:
        return _show(request, form, unavailable=_NO_MODEL)
    except registry.ArtifactError:
        return _show(request, form, unavailable=_BROKEN_MODEL)
    return redirect("prediction-detail", pk=scored.answers.id[0])


def _save(request: HttpRequest, form: ApplicationForm) -> HttpResponse:
    try:
        saved = sending.save(form, **_sender(request))
    except sending.REFUSALS as refused:
        return _refuse(request, form, refused)
    messages.success(request, gettext("Saved, and not scored."))
    return redirect(of_application(saved))


def _sender(request: HttpRequest) -> sending.Sender:
    return {"by": cast("User", request.user), "request_id": request.META["REQUEST_ID"]}


def _refuse(
    request: HttpRequest, form: ApplicationForm, refused: Exception
) -> HttpResponse:
    by = _sender(request)["by"]
    if isinstance(refused, scoring.InvalidRows) and form.sent_before(refused, by):
        return redirect(of_reference(str(form.row()[schema.LOAN_ID.name])))
    refusals.show(form, refused)
    return _show(request, form)


def _show(
    request: HttpRequest,
    form: ApplicationForm,
    *,
    resumed: bool = False,
    unavailable: Words = "",
) -> HttpResponse:
    """Show the form with what was typed, and say why there is no score."""
    context = {
        "form": form,
        "resumed": resumed,
        "reason": unavailable,
        "mended_by_training": unavailable in (_NO_MODEL, _BROKEN_MODEL),
    }
    if unavailable:
        return render(request, "503.html", context, status=503)
    return render(request, "web/application_form.html", context)
