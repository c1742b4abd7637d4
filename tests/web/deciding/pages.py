"""What the pages of deciding are asked in their tests."""

from __future__ import annotations

import re
from typing import Any

from django.test import Client
from django.urls import reverse

from predictor.models import Decision
from tests.services.deciding import desk


def browser(username: str) -> Client:
    """Return a browser in which that loan officer is logged in."""
    client = Client()
    client.force_login(desk.officer(username))
    return client


def page(response: Any) -> str:
    """Return the page without tags and what all pages share, in one line."""
    assert response.status_code == 200
    shown = response.content.decode().split("<main")[1].split("</main>")[0]
    return " ".join(re.sub(r"<[^>]*>", " ", f"<{shown}").split())


def errors(response: Any) -> list[str]:
    """Return the ids of the fields that the error summary leads to."""
    assert response.status_code == 200
    shown = response.content.decode()
    assert "<title>Error: " in shown
    return re.findall(r'<li><a href="#([\w-]+)">', shown)


def send(client: Client, name: str, prediction: Any, action: str, **said: Any) -> Any:
    """Send the form of a verdict."""
    address = reverse(name, args=[prediction.pk])
    return client.post(address, {**said, "action": action})


def shown(client: Client, decision: Decision) -> Any:
    """Open the page of a decision."""
    return client.get(reverse("decision", args=[decision.pk]))


def answer(
    client: Client, decision: Decision, action: str, text: str = "", **options: Any
) -> Any:
    """Press a button of the second officer."""
    address = reverse("decision-answer", args=[decision.pk])
    return client.post(address, {"action": action, "text": text}, **options)
