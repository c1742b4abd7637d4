"""The pages on which an application is approved, declined, or offered other terms."""

from __future__ import annotations

from typing import Any, Final, cast
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _

from predictor.models import Decision, Prediction, Verdict
from predictor.services import registry, what_if
from predictor.services.deciding import blind, deadlines, decisions, grounds, notices
from predictor.services.deciding.faults import InvalidGrounds
from predictor.web.addresses import of_reference
from predictor.web.deciding import terms
from predictor.web.deciding.grounds_form import GroundsForm
from predictor.web.deciding.verdicts import PROPOSED, WORDING
from predictor.web.form_page import form_page
from predictor.web.history import result
from predictor.web.login import interrupted

_UNEXPLAINED: Final = _(
    "The reasons of this score cannot be worked out, for the files of its version "
    "cannot be used. An operator can say why; or whoever sent the application scores "
    "it again."
)


@form_page("predictor.add_decision")
def decide(request: HttpRequest, pk: UUID, verdict: Verdict) -> HttpResponse:
    """Ask for the grounds, show what the letter would say, and then decide."""
    prediction = get_object_or_404(result.STORED, pk=pk)
    try:
        blind.refuse_while_hidden(prediction.application, request.user)
        return _ask_or_decide(request, prediction, verdict)
    except blind.Hidden:
        return redirect("first-view", pk=prediction.application_id)
    except decisions.NotDecidable as refused:
        messages.error(request, str(refused))
        return redirect(of_reference(prediction.application.loan_id))
    except registry.ArtifactError:
        messages.error(request, _UNEXPLAINED)
        return redirect("prediction-detail", pk=prediction.pk)


def _ask_or_decide(
    request: HttpRequest, prediction: Prediction, verdict: Verdict
) -> HttpResponse:
    reverses = _reverses(request)
    decisions.refuse_unless_decidable(
        prediction.application, prediction, reverses=reverses.pk if reverses else None
    )
    form = _form(request, prediction, verdict, reverses)
    if request.method != "POST" or not form.is_valid():
        return _show(request, form, None if form.fields else _preview(form))
    try:
        if request.POST.get("action") == verdict:  # and not where Enter was pressed
            return _decide(request, form)
        return _show(request, form, _preview(form))
    except InvalidGrounds as invalid:
        form.refuse(invalid)
        return _show(request, form)


def _decide(request: HttpRequest, form: GroundsForm) -> HttpResponse:
    decision = decisions.decide(
        form.prediction.pk,
        form.verdict,
        form.grounds(),
        by=cast("User", request.user),
        reverses=form.reverses.pk if form.reverses else None,
    )
    if decision.needs_second:
        messages.success(request, PROPOSED)
        return redirect("decision", pk=decision.pk)
    messages.success(request, WORDING[form.verdict].done)
    return redirect("notice", pk=decision.pk)


def _reverses(request: HttpRequest) -> Decision | None:
    """Return the decision that is to be reversed: sent, kept, or in the address.

    Of one that is not there, or no longer in force, the service says so.
    """
    sent = request.POST if request.method == "POST" else interrupted.typed(request)
    named = sent.get("reverses") or request.GET.get("reverses", "")
    try:
        return Decision.objects.get(pk=UUID(named)) if named else None
    except (ValueError, Decision.DoesNotExist):
        return None


def _form(
    request: HttpRequest,
    prediction: Prediction,
    verdict: Verdict,
    reverses: Decision | None,
) -> GroundsForm:
    sent = request.POST if request.method == "POST" else None
    form = GroundsForm(
        sent,
        typed=interrupted.typed(request) if sent is None else None,
        prediction=prediction,
        verdict=verdict,
        reverses=reverses,
    )
    if sent is not None:
        interrupted.forget(request)
    return form


def _show(
    request: HttpRequest, form: GroundsForm, preview: dict[str, Any] | None = None
) -> HttpResponse:
    context: dict[str, Any] = {
        "prediction": form.prediction,
        "form": form,
        "words": WORDING[form.verdict],
        "preview": preview,
        "asked": terms.in_words(form.prediction.inputs),
        "resumed": form.resumed,
        "missing_settings": notices.missing_settings(),
        "due": deadlines.due(form.prediction.application),
        "times_asked": what_if.times_asked(form.prediction.application),
    }
    return render(request, "web/decide.html", context)


def _preview(form: GroundsForm) -> dict[str, Any]:
    """Return what the letter would say."""
    said = form.grounds()
    reasons = grounds.reasons_for(
        form.verdict, form.prediction, said, reverses=form.reverses
    )
    return {
        "reasons": [reason["text"] for reason in reasons.in_force],
        "offered": said.offer and terms.in_words(said.offer),
    }
