"""The page on which an application is declined."""

from __future__ import annotations

from typing import Any, Final, cast
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required, permission_required
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from predictor.models import Prediction, Recommendation, Verdict
from predictor.services import registry, what_if
from predictor.services.deciding import deadlines, decisions, grounds, notices
from predictor.services.deciding.faults import InvalidGrounds
from predictor.web.addresses import of_reference
from predictor.web.deciding.decline_form import DeclineForm
from predictor.web.history import result
from predictor.web.login import interrupted
from predictor.web.offline import outlives_the_database, send_again

_UNEXPLAINED: Final = _(
    "The reasons of this score cannot be worked out, for the files of its version "
    "cannot be used. An operator can say why; or whoever sent the application scores "
    "it again."
)


@outlives_the_database(send_again)
@interrupted.survives
@login_required
@permission_required("predictor.add_decision", raise_exception=True)
@require_http_methods(["GET", "HEAD", "POST"])
def decline(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Ask for the reasons, show what the letter would say, and then decline."""
    prediction = get_object_or_404(result.STORED, pk=pk)
    try:
        decisions.refuse_unless_decidable(prediction.application, prediction)
        form = _form(request, prediction)
        if request.method != "POST" or not form.is_valid():
            return _show(request, prediction, form)
        if request.POST.get("action") != "decline":  # also where Enter was pressed
            return _preview(request, prediction, form)
        decision = decisions.decide(
            prediction.pk,
            Verdict.DECLINE,
            form.grounds(),
            by=cast("User", request.user),
        )
    except decisions.NotDecidable as refused:
        messages.error(request, str(refused))
        return redirect(of_reference(prediction.application.loan_id))
    except registry.ArtifactError:
        messages.error(request, _UNEXPLAINED)
        return redirect("prediction-detail", pk=prediction.pk)
    except InvalidGrounds as invalid:
        form.refuse(invalid)
        return _show(request, prediction, form)
    messages.success(
        request, gettext("Declined. Print the letter, and record its sending.")
    )
    return redirect("notice", pk=decision.pk)


def _form(request: HttpRequest, prediction: Prediction) -> DeclineForm:
    sent = request.POST if request.method == "POST" else None
    form = DeclineForm(
        sent,
        typed=interrupted.typed(request) if sent is None else None,
        offered=grounds.reasons_of_the_model(prediction),
        against=prediction.recommendation == Recommendation.APPROVE,
    )
    if sent is not None:
        interrupted.forget(request)
    return form


def _preview(
    request: HttpRequest, prediction: Prediction, form: DeclineForm
) -> HttpResponse:
    reasons = grounds.reasons_for(
        Verdict.DECLINE, prediction, form.grounds(), reverses=False
    )
    return _show(request, prediction, form, preview=reasons.in_force)


def _show(
    request: HttpRequest, prediction: Prediction, form: DeclineForm, **more: Any
) -> HttpResponse:
    context = {
        "prediction": prediction,
        "form": form,
        "resumed": bool(form.initial),
        "missing_settings": notices.missing_settings(),
        "due": deadlines.due(prediction.application),
        "times_asked": what_if.times_asked(prediction.application),
    }
    return render(request, "web/decline.html", context | more)
