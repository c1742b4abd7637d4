"""What a page carries back and forth and nobody on the way may read or change."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings


def seal(values: Mapping[str, str], *, purpose: str) -> str:
    """Return the values as text that only this installation can open."""
    return _box(purpose).encrypt(json.dumps(dict(values)).encode()).decode()


def unseal(text: str, *, purpose: str) -> dict[str, str]:
    """Return the values; none where the text was not sealed here for this purpose."""
    try:
        opened = _box(purpose).decrypt(text.encode(errors="replace"))
    except InvalidToken:
        return {}
    values: dict[str, str] = json.loads(opened)
    return values


def _box(purpose: str) -> MultiFernet:
    secrets: list[Any] = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet(Fernet(_key(secret, purpose)) for secret in secrets)


def _key(secret: str, purpose: str) -> bytes:
    derived = HKDF(SHA256(), length=32, salt=None, info=f"loanapp.{purpose}".encode())
    return base64.urlsafe_b64encode(derived.derive(secret.encode()))
