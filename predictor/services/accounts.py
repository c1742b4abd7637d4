"""The accounts that the application itself needs."""

from __future__ import annotations

from typing import Final

from django.contrib.auth.models import User

TUTORIAL_CLIENT: Final = "tutorial"


def tutorial_client() -> User:
    """Return the client that stands for all callers of the tutorial's endpoint."""
    client, created = User.objects.get_or_create(username=TUTORIAL_CLIENT)
    if created:
        client.set_unusable_password()
        client.save(update_fields=["password"])
    return client
