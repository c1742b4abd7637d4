"""The panel of the result page that answers at once."""

from __future__ import annotations

from typing import Any, Final, cast
from uuid import UUID

from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _

from predictor.models import Prediction
from predictor.services import registry, scoring, what_if
from predictor.services.deciding import blind
from predictor.web.form_page import SENT, form_page
from predictor.web.history import result
from predictor.web.history.waterfall import waterfall
from predictor.web.login import interrupted
from predictor.web.what_if.form import WhatIfForm

_NO_MODEL: Final = _("The model cannot be asked at the moment.")


@form_page("predictor.view_prediction", "predictor.add_prediction", methods=SENT)
def try_another(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show the result once more, with what the model says of what was typed."""
    prediction = get_object_or_404(result.STORED, pk=pk)
    if blind.is_hidden(prediction.application, request.user):
        return redirect("first-view", pk=prediction.application_id)
    if request.method == "GET":
        return _resume(request, prediction)
    interrupted.forget(request)
    form = WhatIfForm(request.POST, auto_id="what-if-%s")
    answered = _ask(request, prediction, form)
    context = result.context_of(prediction)
    return render(request, "web/result.html", context | {"form": form} | answered)


def _resume(request: HttpRequest, prediction: Prediction) -> HttpResponse:
    """Show what was typed before the login ended, to be tried again."""
    if not (typed := interrupted.typed(request)):
        return redirect("prediction-detail", pk=prediction.pk)
    form = WhatIfForm(initial=typed.dict(), auto_id="what-if-%s")
    context = result.context_of(prediction)
    more = {"form": form, "resumed": True}
    return render(request, "web/result.html", context | more)


def _ask(
    request: HttpRequest, prediction: Prediction, form: WhatIfForm
) -> dict[str, Any]:
    if not form.is_valid():
        return {}
    try:
        answer = what_if.ask(
            prediction,
            **form.cleaned_data,
            by=cast("User", request.user),
            request_id=request.META["REQUEST_ID"],
        )
    except scoring.InvalidRows as refused:
        form.refuse(refused)
        return {}
    except (registry.NoActiveModel, registry.ArtifactError):
        form.add_error(None, _NO_MODEL)
        return {}
    drawn = waterfall(answer.prediction, answer.explanation)
    return {"answer": answer, "answer_waterfall": drawn}
