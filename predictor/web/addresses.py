"""Where an application, or a reference, leads to."""

from __future__ import annotations

from uuid import UUID

from django.urls import reverse

from predictor.models import LoanApplication, Prediction


def of_application(pk: UUID) -> str:
    """Return the address of an application's page."""
    return reverse("application-detail", kwargs={"pk": pk})


def of_reference(loan_id: str) -> str:
    """Return the address of an application's newest result, or else of its page."""
    pk = LoanApplication.objects.only("pk").get(loan_id=loan_id).pk
    newest = Prediction.objects.filter(application_id=pk).order_by("-id")
    scored = newest.values_list("id", flat=True).first()
    if scored is None:
        return of_application(pk)
    return reverse("prediction-detail", kwargs={"pk": scored})


def key_in(text: str | None) -> UUID | None:
    """Return the key, or None where the address was tampered with."""
    try:
        return UUID(text) if text else None
    except ValueError:
        return None
