"""Whose token it is: looked up once a second, and not once for each request."""

from __future__ import annotations

import time
from datetime import timedelta
from typing import Any, Final

from django.contrib.auth.models import User
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from predictor.models import ApiToken
from predictor.models.roles import Role

LOOK_EVERY_SECONDS: Final = 1.0
_MOST_KEPT: Final = 10_000
_CLIENTS: Final = User.groups.through.objects.filter(group__name=Role.API_CLIENT)
_PERSONAL: Final = ~Exists(_CLIENTS.filter(user=OuterRef("user")))
_LAST_USE_EVERY: Final = timedelta(minutes=1)


class _Known:
    """The tokens that this process has seen, each for a second.

    One that is revoked or changed, or whose client is switched off, is refused at once
    where that was done in this process, and within the second in all others. Those of
    people are looked up each time: what a person may do is asked at each request.
    """

    def __init__(self) -> None:
        self._kept: dict[str, tuple[float, ApiToken]] = {}

    def find(self, digest: str) -> ApiToken | None:
        """Return the token with that hash, and its user; None where there is none."""
        now = time.monotonic()
        kept = self._kept.get(digest)
        if kept and now - kept[0] < LOOK_EVERY_SECONDS:
            return kept[1]
        tokens = ApiToken.objects.select_related("user").annotate(is_personal=_PERSONAL)
        token: ApiToken | None = tokens.filter(digest=digest).first()
        if len(self._kept) >= _MOST_KEPT:
            self.forget()
        if token is None or token.is_personal:  # whoever guesses fills no memory
            self._kept.pop(digest, None)
        else:
            self._kept[digest] = (now, token)
        return token

    def forget(self, **_: Any) -> None:
        """Look again: a token or a user has changed."""
        self._kept.clear()


_known: Final = _Known()
find = _known.find
forget = _known.forget


def note_use(token: ApiToken) -> None:
    """Keep when it was used, by the minute: not a write for each request."""
    now = timezone.now()
    if token.last_used_at and token.last_used_at > now - _LAST_USE_EVERY:
        return
    stale = Q(last_used_at=None) | Q(last_used_at__lte=now - _LAST_USE_EVERY)
    ApiToken.objects.filter(stale, pk=token.pk).update(last_used_at=now)
    token.last_used_at = now
