"""Browsers of people with more and with fewer permissions."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client


@pytest.fixture
def boss(administrator: User) -> Client:
    """Return a browser in which an administrator is logged in."""
    client = Client()
    client.force_login(administrator)
    return client


@pytest.fixture
def viewer(db: None) -> Client:
    """Return a browser of somebody who may look at all records, and no more."""
    user = User.objects.create_user("viewer", is_staff=True)
    looks = Permission.objects.filter(
        content_type__app_label="predictor", codename__startswith="view_"
    )
    user.user_permissions.set(looks)
    client = Client()
    client.force_login(user)
    return client
