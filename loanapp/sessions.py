"""Sessions in the database, asked for by a plain key only."""

from __future__ import annotations

import re
from typing import Final

from django.contrib.sessions.backends import db

_KEY: Final = re.compile(r"[a-z0-9]{32}")


class SessionStore(db.SessionStore):
    """Django's own; a cookie that is no key of ours is no session.

    PostgreSQL refuses a NUL with an error, which a forged cookie may hold.
    """

    def _validate_session_key(self, key: str | None) -> bool:
        return bool(key and _KEY.fullmatch(key))
