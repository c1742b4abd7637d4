"""The letter that tells an applicant of a decline, and that it was sent."""

from __future__ import annotations

from datetime import date
from typing import Any, Final, cast
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required, permission_required
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from predictor.models import Decision, Verdict
from predictor.services.deciding import deadlines, notices
from predictor.web.deciding.notice_form import NoticeForm
from predictor.web.offline import outlives_the_database, send_again

_DECLINES: Final = Decision.objects.filter(verdict=Verdict.DECLINE).select_related(
    "application", "decided_by"
)


@login_required
@permission_required("predictor.view_decision", raise_exception=True)
@require_safe
def notice(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show the letter, and beside it what an officer has to know."""
    form = NoticeForm(initial={"sent_on": timezone.localdate()})
    return _show(request, get_object_or_404(_DECLINES, pk=pk), form)


@outlives_the_database(send_again)
@login_required
@permission_required("predictor.add_notice", raise_exception=True)
@require_http_methods(["GET", "POST"])
def notice_sent(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Record on which day the letter was sent."""
    if request.method == "GET":
        return redirect("notice", pk=pk)
    decision = get_object_or_404(_DECLINES, pk=pk)
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
    except notices.NoSender:
        return redirect("notice", pk=pk)  # which says what is not set
    messages.success(request, gettext("Recorded that the letter was sent."))
    return redirect("notice", pk=pk)


def _take_back(request: HttpRequest, decision: Decision) -> HttpResponse:
    if notices.record_not_sent(decision, by=cast("User", request.user)):
        messages.success(request, gettext("Recorded that the letter was not sent."))
    return redirect("notice", pk=decision.pk)


def _show(request: HttpRequest, decision: Decision, form: NoticeForm) -> HttpResponse:
    sent = decision.notices.select_related("recorded_by").first()
    context: dict[str, Any] = {
        "decision": decision,
        "application": decision.application,
        "form": form,
        "sent": sent,
        "due": deadlines.due(decision.application),
    }
    return render(request, "web/notice.html", context | _letter(decision))


def _letter(decision: Decision) -> dict[str, Any]:
    """Return the letter with its days, or the settings that it lacks."""
    try:
        letter = notices.letter_of(decision)
    except notices.NoSender as error:
        return {"missing_settings": error.missing}
    days = {"dated": letter.dated, "received": letter.received_on}
    return {"letter": letter} | {
        name: date.fromisoformat(day) for name, day in days.items() if day
    }
