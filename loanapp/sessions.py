"""Sessions that end: some time after the last use, and some hours after the login."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.signals import user_logged_in
from django.contrib.sessions.backends import db
from django.contrib.sessions.backends.base import UpdateError
from django.db import OperationalError
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils import timezone

_KEY: Final = re.compile(r"[a-z0-9]{32}")
_SINCE: Final = "logged_in_at"
_WRITTEN_EVERY: Final = timedelta(minutes=1)  # not a write for each request


class SessionStore(db.SessionStore):
    """Django's own, in the database, with a second end that no use puts off."""

    def _validate_session_key(self, key: str | None) -> bool:
        """Take a plain key only: PostgreSQL refuses a NUL, which a cookie may hold."""
        return bool(key and _KEY.fullmatch(key))

    def load(self) -> dict[str, Any]:
        """Return what is in the session, or nothing where it has ended."""
        kept = self._get_session_from_db()  # type: ignore[attr-defined] # not in stubs
        data: dict[str, Any] = self.decode(kept.session_data) if kept else {}
        if kept is None or _last_moment(data) <= timezone.now():
            self._session_key = None
            return {}
        if _end(data) - kept.expire_date > _WRITTEN_EVERY:
            self.modified = True  # it is in use: its end moves
        return data

    def save(self, must_create: bool = False) -> None:
        """Keep it; where the database is busy, another request does."""
        try:
            super().save(must_create)
        except UpdateError as failed:
            if not isinstance(failed.__context__, OperationalError):
                raise

    def get_expiry_date(self, **_: Any) -> datetime:
        return _end(dict(self.items()))


def _end(data: dict[str, Any]) -> datetime:
    idle = timezone.now() + timedelta(seconds=settings.SESSION_COOKIE_AGE)
    return min(idle, _last_moment(data))


def _last_moment(data: dict[str, Any]) -> datetime:
    """Return the end that no use puts off. A login without its time has ended."""
    if SESSION_KEY not in data:
        return datetime.max.replace(tzinfo=UTC)
    since = datetime.fromtimestamp(data.get(_SINCE, 0), tz=UTC)
    return since + timedelta(hours=settings.SESSION_HOURS)


@receiver(user_logged_in)
def _begin(request: HttpRequest, **_: Any) -> None:
    request.session[_SINCE] = timezone.now().timestamp()
