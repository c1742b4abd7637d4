"""The permanent address of a result."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

from django.contrib.auth.decorators import login_required, permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from predictor.models import ModelVersion, Prediction
from predictor.services import explained_later, registry, turning, what_if
from predictor.services.deciding import blind
from predictor.web.deciding import choices
from predictor.web.history import presentation
from predictor.web.history.turns import in_words
from predictor.web.history.waterfall import waterfall
from predictor.web.what_if.form import WhatIfForm


@login_required
@permission_required("predictor.view_prediction", raise_exception=True)
@require_safe
def prediction_detail(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show one prediction as it was recorded."""
    prediction = get_object_or_404(STORED, pk=pk)
    if blind.is_hidden(prediction.application, request.user):
        return redirect("first-view", pk=prediction.application_id)
    return render(request, "web/result.html", context_of(prediction))


STORED: Final = Prediction.objects.select_related("application", "requested_by")


def context_of(prediction: Prediction) -> dict[str, Any]:
    """Return what the page of a result shows."""
    explanation = explained_later.explanation_or_none(prediction)
    return {
        "prediction": prediction,
        "explanation": explanation,
        "waterfall": explanation and waterfall(prediction, explanation),
        "turns": _turns(prediction) if explanation else [],
        "submitted": presentation.submitted(prediction.inputs),
        "missing": presentation.missing(prediction.inputs),
        "deciding": choices.of(prediction),
        "live": _other_that_is_live(prediction),
        "may_change": prediction.application.is_open,
        "form": WhatIfForm.of(prediction),
        "times_asked": what_if.times_asked(prediction.application),
    }


def _other_that_is_live(prediction: Prediction) -> int | None:
    """Return the number of the live version where another one scored."""
    live = ModelVersion.objects.filter(is_active=True)
    others = live.exclude(number=prediction.model_version_id)
    return others.values_list("number", flat=True).first()


def _turns(prediction: Prediction) -> list[str]:
    """Return what would change it; nothing where its version cannot be asked."""
    try:
        turns = turning.what_would_change(prediction)
    except registry.ArtifactError:
        return []
    return [] if turns is None else in_words(turns)
