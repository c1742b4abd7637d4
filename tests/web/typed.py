"""What an officer types: a valid form, from which each test changes one thing."""

from __future__ import annotations

from typing import Any

from django.test import Client
from django.urls import reverse

from predictor.models import Prediction


def typed(**changes: str) -> dict[str, str]:
    """Return the form's fields; a field given as ``""`` is left blank."""
    valid = {
        "loan_id": "LP001015",
        "loan_amount": "110,000",
        "loan_amount_term": "360",
        "credit_history": "1",
        "education": "Graduate",
        "self_employed": "No",
        "applicant_income": "5,720",
        "has_coapplicant": "Yes",
        "coapplicant_income": "1,500",
        "property_area": "Urban",
        "gender": "Male",
        "married": "Yes",
        "dependents": "0",
    }
    return valid | changes


def submit(client: Client, **changes: str) -> Any:
    """Send the form; the answer to a valid one leads to the result."""
    return client.post(reverse("application-new"), typed(**changes))


def inputs_after(client: Client, **changes: str) -> dict[str, Any]:
    """Send the form and return what was stored as the model's inputs."""
    response = submit(client, **changes)
    assert response.status_code == 302, response.context["form"].errors
    inputs: dict[str, Any] = Prediction.objects.get().inputs
    return inputs


def errors_after(client: Client, **changes: str) -> dict[str, list[str]]:
    """Send the form and return the errors that it shows, by field."""
    response = submit(client, **changes)
    assert response.status_code == 200
    assert not Prediction.objects.exists()
    return {
        name: list(errors) for name, errors in response.context["form"].errors.items()
    }
