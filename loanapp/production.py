"""What a production may not be set to; each fault is one sentence."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.checks.security.base import (
    SECRET_KEY_INSECURE_PREFIX,
    SECRET_KEY_MIN_LENGTH,
    SECRET_KEY_MIN_UNIQUE_CHARACTERS,
)


def faults(
    *, secret_key: str, debug: bool, allowed_hosts: Sequence[str], tutorial: bool
) -> list[str]:
    """Return what a production is refused for, all of it at once."""
    found = {
        "Set SECRET_KEY: production makes none of its own.": not secret_key,
        f"SECRET_KEY is weak: take {SECRET_KEY_MIN_LENGTH} random characters.": (
            bool(secret_key) and _is_weak(secret_key)
        ),
        "DEBUG is on: its pages show settings and values to everybody.": debug,
        "Set ALLOWED_HOSTS: the names under which people reach the server.": (
            not allowed_hosts
        ),
        "ALLOWED_HOSTS holds *: name the hosts, for a forged one is believed.": (
            "*" in allowed_hosts
        ),
        "TUTORIAL_ENDPOINT is on: everybody could score without a token.": tutorial,
    }
    return [sentence for sentence, is_so in found.items() if is_so]


def _is_weak(secret_key: str) -> bool:
    """Django's own rule, security.W009."""
    return (
        len(secret_key) < SECRET_KEY_MIN_LENGTH
        or len(set(secret_key)) < SECRET_KEY_MIN_UNIQUE_CHARACTERS
        or secret_key.startswith(SECRET_KEY_INSECURE_PREFIX)
    )
