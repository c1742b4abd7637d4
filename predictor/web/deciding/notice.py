"""The letter that tells an applicant of a decision, and that it was sent."""

from __future__ import annotations

from datetime import date
from typing import Any, Final, cast
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required, permission_required
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from predictor.models import Decision
from predictor.services import days
from predictor.services.deciding import blind, deadlines, notices, standing
from predictor.services.deciding.standing import Standing
from predictor.web.deciding.notice_form import NoticeForm
from predictor.web.form_page import SENT, form_page
from predictor.web.login import interrupted

_STORED: Final = Decision.objects.select_related("application", "decided_by")


@login_required
@permission_required("predictor.view_decision", raise_exception=True)
@require_safe
def notice(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show the letter, and beside it what an officer has to know."""
    form = NoticeForm(initial={"sent_on": days.today()})
    return _show(request, get_object_or_404(_STORED, pk=pk), form)


@form_page("predictor.add_notice", methods=SENT)
def notice_sent(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Record on which day the letter was sent."""
    decision = get_object_or_404(_STORED, pk=pk)
    if request.method == "GET":
        return _resume(request, decision)
    interrupted.forget(request)
    if request.POST.get("action") == "not-sent":
        return _take_back(request, decision)
    form = NoticeForm(request.POST)
    if not form.is_valid():
        return _show(request, decision, form)
    try:
        notices.record_sent(
            decision, form.cleaned_data["sent_on"], by=cast("User", request.user)
        )
    except notices.InvalidDay as invalid:
        form.add_error("sent_on", str(invalid))
        return _show(request, decision, form)
    except (notices.NoSender, notices.NotInEffect):
        return redirect("notice", pk=pk)  # which says why there is no letter
    messages.success(request, gettext("Recorded that the letter was sent."))
    return redirect("notice", pk=pk)


def _resume(request: HttpRequest, decision: Decision) -> HttpResponse:
    """Show the day that was typed before the login ended, to be sent again."""
    if not (typed := interrupted.typed(request)):
        return redirect("notice", pk=decision.pk)
    return _show(request, decision, NoticeForm(initial=typed.dict()), resumed=True)


def _take_back(request: HttpRequest, decision: Decision) -> HttpResponse:
    if notices.record_not_sent(decision, by=cast("User", request.user)):
        messages.success(request, gettext("Recorded that the letter was not sent."))
    return redirect("notice", pk=decision.pk)


def _show(
    request: HttpRequest,
    decision: Decision,
    form: NoticeForm,
    *,
    resumed: bool = False,
) -> HttpResponse:
    if blind.is_hidden(decision.application, request.user):
        return redirect("first-view", pk=decision.application_id)
    where = standing.of(decision)
    sent = decision.notices.select_related("recorded_by").first()
    context: dict[str, Any] = {
        "decision": decision,
        "application": decision.application,
        "form": form,
        "resumed": resumed,
        "sent": sent,
        "standing": where,
        "replaced_by": standing.successor(decision),
        "due": _due(decision, where),
        "days_of_an_offer": deadlines.COUNTER_OFFER.days,
    }
    return render(request, "web/notice.html", context | _letter(decision))


def _due(decision: Decision, where: Standing) -> deadlines.Due | None:
    """Return what is due for the application where this decision is in force."""
    in_force = where == Standing.IN_FORCE
    return deadlines.due(decision.application) if in_force else None


def _letter(decision: Decision) -> dict[str, Any]:
    """Return the letter with its days, or why there is none."""
    try:
        letter = notices.letter_of(decision)
    except notices.NoSender as error:
        return {"missing_settings": error.missing}
    except notices.NotInEffect:
        return {}
    days = {"dated": letter.dated, "received": letter.received_on}
    return {"letter": letter} | {
        name: date.fromisoformat(day) for name, day in days.items() if day
    }
