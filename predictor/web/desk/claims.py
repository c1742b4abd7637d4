"""Claiming: several in the queue, the next one, and on an application's page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser, User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext, ngettext

from predictor.models import LoanApplication
from predictor.services.desk import claims
from predictor.web.addresses import key_in, of_reference
from predictor.web.form_page import SENT, form_page
from predictor.web.login import interrupted
from predictor.web.paging.pages import PAGE_SIZE


@dataclass(frozen=True, slots=True)
class Claiming:
    """What an officer may do with whose an application is."""

    application: LoanApplication
    is_mine: bool
    is_waiting: bool
    others: list[User]

    @classmethod
    def of(
        cls, application: LoanApplication, user: AbstractBaseUser | AnonymousUser
    ) -> Claiming:
        """Return it for the page ``web/desk/claim.html``."""
        is_waiting = application.queue is not None
        others = claims.officers() if is_waiting else User.objects.none()
        return cls(
            application=application,
            is_mine=application.assignee_id == user.pk,
            is_waiting=is_waiting,
            others=[one for one in others if one.pk != user.pk],
        )


@form_page("predictor.add_decision", methods=SENT)
def claim(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Claim, take over, assign or release the application of a page."""
    if _is_asked(request):
        application = get_object_or_404(LoanApplication.objects.only("pk"), pk=pk)
        try:
            messages.success(request, _done(request.POST, application.pk, request.user))
        except (claims.Taken, claims.NothingToDo, claims.NotAnOfficer) as refused:
            messages.error(request, str(refused))
    return redirect("application-detail", pk=pk)


def _done(sent: Any, key: UUID, user: Any) -> str:
    """Do what was asked for, and say so."""
    match sent.get("action"):
        case "release":
            claims.release(key, by=user)
            return gettext("Released: anybody may claim it.")
        case "assign":
            to = _officer(sent.get("to", ""))
            claims.assign(key, to, by=user)
            return gettext("Assigned to %(name)s.") % {"name": to.get_username()}
        case action:
            claims.claim(key, by=user, take_over=action == "take-over")
            return gettext("It is yours now.")


def _officer(key: str) -> User:
    for officer in claims.officers():
        if str(officer.pk) == key:
            return officer
    raise claims.NotAnOfficer


@form_page("predictor.add_decision", methods=SENT)
def claim_selected(request: HttpRequest) -> HttpResponse:
    """Claim the applications that are ticked in the queue."""
    if _is_asked(request):
        keys = [key for key in map(key_in, request.POST.getlist("key")) if key]
        _tell(request, claims.claim_each(keys[:PAGE_SIZE], by=_user(request)))
    query = request.GET.urlencode()
    return redirect(reverse("application-list") + (f"?{query}" if query else ""))


def _tell(request: HttpRequest, done: claims.Claims) -> None:
    number = len(done.claimed)
    if number:
        said = ngettext(
            "%(number)s application is yours now.",
            "%(number)s applications are yours now.",
            number,
        )
        messages.success(request, said % {"number": number})
    if done.refused:
        messages.error(request, " ".join(map(str, done.refused)))
    if not (number or done.refused):
        messages.error(request, gettext("Select the applications to claim first."))


@form_page("predictor.add_decision", methods=SENT)
def next_application(request: HttpRequest) -> HttpResponse:
    """Claim what is due first and nobody's, and open it."""
    if not _is_asked(request):
        return redirect("application-list")
    application = claims.claim_next(by=_user(request))
    if application is None:
        messages.info(request, gettext("Nothing waits that is nobody's yet."))
        return redirect("application-list")
    return redirect(of_reference(application.loan_id))


def _is_asked(request: HttpRequest) -> bool:
    """Whether to do it; where a login came in between, say that it is not done."""
    if request.method == "POST":
        return True
    if interrupted.typed(request):
        messages.info(request, gettext("You had been logged out. Press it once more."))
    interrupted.forget(request)
    return False


def _user(request: HttpRequest) -> User:
    return cast("User", request.user)
