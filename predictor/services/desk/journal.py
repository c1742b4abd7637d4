"""The journal of an application: who did what, why, and where it stood then."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from predictor.models import Decision, JournalEntry, Kind, LoanApplication


class NothingNoted(Exception):
    """A note has no words."""

    def __init__(self) -> None:
        super().__init__("Write what there is to note.")


def write(
    application: LoanApplication,
    kind: Kind,
    *,
    by: User,
    at: datetime | None = None,
    text: str = "",
    details: Mapping[str, Any] | None = None,
    decision: Decision | None = None,
) -> JournalEntry:
    """Write what was just done to an application; call it in the same transaction."""
    entry = new(
        application, kind, by=by, at=at, text=text, details=details, decision=decision
    )
    entry.save()
    return entry


def new(
    application: LoanApplication,
    kind: Kind,
    *,
    by: User,
    at: datetime | None = None,
    text: str = "",
    details: Mapping[str, Any] | None = None,
    decision: Decision | None = None,
) -> JournalEntry:
    """Return an entry that is not stored yet, for whoever stores several at once."""
    return JournalEntry(
        application=application,
        kind=kind,
        revision=application.revision,
        status=application.status,
        text=text,
        details=dict(details or {}),
        decision=decision,
        written_by=by,
        created_at=at or timezone.now(),
    )


@transaction.atomic
def note(application: LoanApplication, text: str, *, by: User) -> JournalEntry:
    """Keep a note of an officer beside an application.

    Raises
    ------
    NothingNoted
    """
    if not text.strip():
        raise NothingNoted
    return write(application, Kind.NOTE, by=by, text=text.strip())
