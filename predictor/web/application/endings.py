"""Withdrawn, closed as incomplete, corrected and reopened: why, and then once more."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, cast
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _

from predictor.models import LoanApplication, Status
from predictor.models.lifecycle import Event, NotAllowed, may
from predictor.services.desk import closing, reopening
from predictor.web.addresses import of_application
from predictor.web.application.reason_form import ReasonForm
from predictor.web.form_page import form_page
from predictor.web.login import interrupted
from predictor.web.wording import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """What is asked about, what follows, and what does it."""

    verb: Callable[..., LoanApplication]
    refuse: Callable[[LoanApplication], None]
    title: Words
    effect: Words
    question: Words
    done: Words
    then: str  # the page that follows


def _refuse_unless(event: Event) -> Callable[[LoanApplication], None]:
    def refuse(application: LoanApplication) -> None:
        if not may(event, application.status):
            raise NotAllowed(event, Status(application.status))

    return refuse


_WITHDRAW: Final = Ending(
    verb=closing.withdraw,
    refuse=_refuse_unless(Event.WITHDRAW),
    title=_("Withdraw the application"),
    effect=_(
        "The applicant no longer asks for the loan. Nothing is due any more, and a "
        "decision that waits for a second officer never takes effect."
    ),
    question=_("What did the applicant say?"),
    done=_("Withdrawn."),
    then="application-detail",
)
_CLOSE: Final = Ending(
    verb=closing.close,
    refuse=_refuse_unless(Event.CLOSE),
    title=_("Close the application as incomplete"),
    effect=_(
        "Facts that a decision needs were asked for and never came. Close it only "
        "where the applicant was told in writing what is missing, and by when."
    ),
    question=_("What was asked for, and when?"),
    done=_("Closed as incomplete."),
    then="application-detail",
)
_REOPEN: Final = Ending(
    verb=reopening.reopen,
    refuse=reopening.refuse_unless_reopenable,
    title=_("Correct and reopen the application"),
    effect=_(
        "For an error of ours: the application is open again, and has to be corrected, "
        "scored and decided anew. The decision so far is no longer in force and stays "
        "in the history. The days that are left count from when it was complete, as "
        "before. Somebody who applies anew gets a new application."
    ),
    question=_("What was wrong?"),
    done=_("Reopened. Correct it now, and score it again."),
    then="application-edit",
)
_NOT_NOW: Final = _("That cannot be done now. The status is: %(status)s.")
_ENDS: Final = ("predictor.view_loanapplication", "predictor.add_journalentry")
_UNDOES: Final = (*_ENDS, "predictor.add_decision")


@form_page(*_ENDS)
def withdraw(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Record that the applicant withdraws."""
    return _answer(request, pk, _WITHDRAW)


@form_page(*_ENDS)
def close(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Close an application whose facts never came."""
    return _answer(request, pk, _CLOSE)


@form_page(*_UNDOES)
def reopen(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Open a decided or closed application again, and go on to its form."""
    return _answer(request, pk, _REOPEN)


def _answer(request: HttpRequest, pk: UUID, ending: Ending) -> HttpResponse:
    """Ask why, show what follows, and then do it."""
    application = get_object_or_404(LoanApplication.objects.without_protected(), pk=pk)
    try:
        ending.refuse(application)
        form = _form(request, ending)
        sure = request.method == "POST" and form.is_valid()
        if not sure or request.POST.get("action") != "confirm":
            return _show(request, application, ending, form, look_over=sure)
        ending.verb(pk, form.cleaned_data["why"], by=cast("User", request.user))
    except NotAllowed as refused:
        messages.error(request, _NOT_NOW % {"status": refused.status.label})
        return redirect(of_application(pk))
    except reopening.NotReopenable as refused:
        messages.error(request, str(refused))
        return redirect(of_application(pk))
    messages.success(request, ending.done)
    return redirect(ending.then, pk=pk)


def _form(request: HttpRequest, ending: Ending) -> ReasonForm:
    if request.method != "POST":
        typed = interrupted.typed(request).dict()
        return ReasonForm(initial=typed, question=ending.question)
    interrupted.forget(request)
    return ReasonForm(request.POST, question=ending.question)


def _show(
    request: HttpRequest,
    application: LoanApplication,
    ending: Ending,
    form: ReasonForm,
    *,
    look_over: bool,
) -> HttpResponse:
    context = {
        "application": application,
        "ending": ending,
        "form": form,
        "look_over": look_over,
        "resumed": bool(form.initial),
    }
    return render(request, "web/application/ending.html", context)
