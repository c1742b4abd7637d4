"""What the tests of the desk read from its pages."""

from __future__ import annotations

from typing import Any

from django.test import Client
from django.urls import reverse


def shown(client: Client, **query: Any) -> list[str]:
    """Return the references of a page of the queue, in its order."""
    response = client.get(reverse("application-list"), query)
    assert response.status_code == 200
    return [line.application.loan_id for line in response.context["lines"]]


def page_of(client: Client, **query: Any) -> str:
    """Return a page of the queue as it is sent."""
    return client.get(reverse("application-list"), query).content.decode()
