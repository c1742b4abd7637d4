"""The permanent address of a result."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.decorators import login_required, permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from predictor.models import Prediction
from predictor.web.history import presentation


@login_required
@permission_required("predictor.view_prediction", raise_exception=True)
@require_safe
def prediction_detail(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show one prediction as it was recorded."""
    stored = Prediction.objects.select_related("application", "requested_by")
    prediction = get_object_or_404(stored, pk=pk)
    context = {
        "prediction": prediction,
        "submitted": presentation.submitted(prediction.inputs),
        "missing": presentation.missing(prediction.inputs),
        "may_change": prediction.application.may_be_changed_by(request.user),
    }
    return render(request, "web/result.html", context)
