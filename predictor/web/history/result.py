"""The permanent address of a result."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.decorators import login_required, permission_required
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from predictor.models import Prediction
from predictor.services import explained_later, registry, turning, what_if
from predictor.services.deciding import decisions
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
    return render(request, "web/result.html", context_of(prediction, request.user))


STORED: Final = Prediction.objects.select_related("application", "requested_by")


def context_of(
    prediction: Prediction, user: AbstractBaseUser | AnonymousUser
) -> dict[str, Any]:
    """Return what the page of a result shows."""
    explanation = explained_later.explanation_or_none(prediction)
    return {
        "prediction": prediction,
        "explanation": explanation,
        "waterfall": explanation and waterfall(prediction, explanation),
        "turns": _turns(prediction) if explanation else [],
        "submitted": presentation.submitted(prediction.inputs),
        "missing": presentation.missing(prediction.inputs),
        "may_decline": decisions.is_decidable_on(prediction),
        "declined": decisions.decline_of(prediction.application),
        "may_change": prediction.application.is_open,
        "form": WhatIfForm.of(prediction),
        "times_asked": what_if.times_asked(prediction.application),
    }


def _turns(prediction: Prediction) -> list[str]:
    """Return what would change it; nothing where its version cannot be asked."""
    try:
        turns = turning.what_would_change(prediction)
    except registry.ArtifactError:
        return []
    return [] if turns is None else in_words(turns)
