"""Where a reference leads to."""

from __future__ import annotations

from urllib.parse import urlencode

from django.urls import reverse

from predictor.models import Prediction


def of_reference(loan_id: str) -> str:
    """Return the address of an application's newest result, or of it in the list."""
    scored = Prediction.objects.filter(application__loan_id=loan_id)
    newest = scored.order_by("-id").values_list("id", flat=True).first()
    if newest is None:
        return f"{reverse('application-list')}?{urlencode({'q': loan_id})}"
    return reverse("prediction-detail", kwargs={"pk": newest})
