"""The accounts that the application itself needs."""

from __future__ import annotations

from typing import Final

from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractBaseUser

TUTORIAL_CLIENT: Final = "tutorial"


def tutorial_client() -> AbstractBaseUser:
    """Return the client that stands for all callers of the tutorial's endpoint."""
    client, created = get_user_model().objects.get_or_create(username=TUTORIAL_CLIENT)
    if created:
        client.set_unusable_password()
        client.save(update_fields=["password"])
    return client
