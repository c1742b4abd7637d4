"""The page on which it is recorded how a loan ended."""

from __future__ import annotations

from typing import cast
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext

from predictor.models import LoanApplication, Outcome, Status
from predictor.services.deciding import endings
from predictor.web.deciding.outcome_form import OutcomeForm
from predictor.web.form_page import form_page
from predictor.web.login import interrupted


@form_page("predictor.add_decision")
def outcome(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Ask how the loan ended and when; record it, correct it, or take it back."""
    rows = LoanApplication.objects.without_protected()
    application = get_object_or_404(rows, pk=pk)
    if application.status != Status.APPROVED:
        return _refuse(request, pk, str(endings.NotApproved()))
    if request.method != "POST":
        typed = interrupted.typed(request)
        form = OutcomeForm(typed=typed, application=application)
        return _show(request, application, form, resumed=bool(typed))
    interrupted.forget(request)
    if request.POST.get("action") == "take-back":
        return _take_back(request, pk)
    form = OutcomeForm(request.POST, application=application)
    if form.is_valid() and (answer := _record(request, pk, form)):
        return answer
    return _show(request, application, form)


def _record(request: HttpRequest, pk: UUID, form: OutcomeForm) -> HttpResponse | None:
    """Record what the form says; None where the day cannot be, as it then says."""
    said = form.cleaned_data
    try:
        endings.record(
            pk,
            Outcome(said["outcome"]),
            said["ended_on"],
            by=cast("User", request.user),
        )
    except endings.NotApproved as refused:
        return _refuse(request, pk, str(refused))
    except endings.NotPossible as refused:
        form.add_error("ended_on", str(refused))
        return None
    messages.success(request, gettext("Recorded how the loan ended."))
    return redirect("application-detail", pk=pk)


def _take_back(request: HttpRequest, pk: UUID) -> HttpResponse:
    if endings.take_back(pk, by=cast("User", request.user)):
        messages.success(request, gettext("Taken back: the loan has no outcome now."))
    return redirect("application-detail", pk=pk)


def _refuse(request: HttpRequest, pk: UUID, why: str) -> HttpResponse:
    messages.error(request, why)
    return redirect("application-detail", pk=pk)


def _show(
    request: HttpRequest,
    application: LoanApplication,
    form: OutcomeForm,
    *,
    resumed: bool = False,
) -> HttpResponse:
    context = {"application": application, "form": form, "resumed": resumed}
    return render(request, "web/outcome.html", context)
