"""Scores that officers do not see before they have said what they think.

A share of the applications (``BLIND_SHARE``), drawn by their keys: the same ones at
each look and on each machine, and with a larger share the same ones and more.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from typing import Final, Protocol
from uuid import UUID

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser, User
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from predictor.models import JournalEntry, Kind, LoanApplication, Status, Verdict
from predictor.models.application import LoanApplicationQuerySet
from predictor.services.desk import journal

#: Nobody has decided at these: what was withdrawn or closed may be reopened.
_UNDECIDED: Final = (
    Status.INCOMPLETE,
    Status.READY,
    Status.SECOND_OFFICER,
    Status.WITHDRAWN,
    Status.CLOSED_INCOMPLETE,
)
_RANGE: Final = 1 << 64
_VIEW: Final = "view"

Viewer = AbstractBaseUser | AnonymousUser


class Standing(Protocol):
    """What says whether a score is hidden: an application, or so much of it."""

    @property
    def pk(self) -> UUID: ...

    @property
    def status(self) -> str: ...


class Hidden(Exception):
    """The score is not shown to this officer yet."""

    def __init__(self) -> None:
        super().__init__("Record a first view before the score is shown.")


class NotHidden(Exception):
    """The score is shown already, so that a view would not be the first."""

    def __init__(self) -> None:
        super().__init__("The score is shown already: a first view comes too late.")


def is_blind(key: UUID) -> bool:
    """Whether an application belongs to the share."""
    drawn = int.from_bytes(hashlib.sha256(key.bytes).digest()[:8])
    return drawn < settings.BLIND_SHARE * _RANGE


def is_hidden(application: LoanApplication, viewer: Viewer) -> bool:
    """Whether the score of an application is hidden from somebody."""
    return bool(hidden_among([application], viewer))


def hidden_among(applications: Iterable[Standing], viewer: Viewer) -> frozenset[UUID]:
    """Return the keys of those whose score is hidden from somebody who decides.

    One query at most, and none where the setting is 0.
    """
    if not settings.BLIND_SHARE:
        return frozenset()
    blind = [a for a in applications if a.status in _UNDECIDED and is_blind(a.pk)]
    if not blind or not _decides(viewer):
        return frozenset()
    return frozenset({a.pk for a in blind} - _viewed(blind, viewer))


def with_views(
    applications: LoanApplicationQuerySet, viewer: Viewer
) -> LoanApplicationQuerySet:
    """Return applications that say themselves whether somebody's view is recorded.

    What is hidden among them then costs no query.
    """
    mine = _views(viewer).filter(application=OuterRef("pk"))
    return applications.annotate(viewed=Exists(mine))


def _viewed(applications: list[Standing], viewer: Viewer) -> set[UUID]:
    if all(hasattr(a, "viewed") for a in applications):
        return {a.pk for a in applications if a.viewed}  # type: ignore[attr-defined]
    viewed = _views(viewer).filter(application__in=[a.pk for a in applications])
    return set(viewed.values_list("application", flat=True))


def hides_from(viewer: Viewer) -> bool:
    """Whether any score may be hidden from somebody."""
    return bool(settings.BLIND_SHARE) and _decides(viewer)


def hidden_references(loan_ids: Sequence[str], viewer: Viewer) -> frozenset[str]:
    """Return those of the references whose application's score is hidden.

    Two queries at most, and none where the setting is 0.
    """
    if not hides_from(viewer):
        return frozenset()
    undecided = LoanApplication.objects.filter(
        loan_id__in=loan_ids, status__in=_UNDECIDED
    ).only("loan_id", "status")
    hidden = hidden_among(undecided, viewer)
    return frozenset(a.loan_id for a in undecided if a.pk in hidden)


def said_before(application: LoanApplication, verdict: Verdict, by: User) -> bool:
    """Whether an officer decides what they had said before any score was shown.

    Not where the application had been reopened by then, for it was shown before, nor
    where they may read the record of scores in the admin.
    """
    view = _views(by).filter(application=application).first()
    if not view or view.details[_VIEW] != verdict or _reads_records(by):
        return False
    reopened = application.journal.filter(kind=Kind.REOPENED, pk__lt=view.pk)
    return not reopened.exists()


def _reads_records(viewer: User) -> bool:
    return viewer.is_staff and viewer.has_perm("predictor.view_prediction")


@transaction.atomic
def record_first_view(
    application: LoanApplication, view: Verdict, *, by: User, text: str = ""
) -> JournalEntry:
    """Record what an officer thinks before the score is shown; it then is.

    Raises
    ------
    NotHidden
    """
    locked = LoanApplication.objects.select_for_update(no_key=True)
    standing = locked.get(pk=application.pk)
    if not is_hidden(standing, by):
        raise NotHidden
    return journal.write(
        standing, Kind.FIRST_VIEW, by=by, text=text, details={_VIEW: view.value}
    )


def refuse_while_hidden(application: LoanApplication, viewer: Viewer) -> None:
    """Raise Hidden where the score is hidden from somebody."""
    if is_hidden(application, viewer):
        raise Hidden


def _decides(viewer: Viewer) -> bool:
    return isinstance(viewer, User) and viewer.has_perm("predictor.add_decision")


def _views(viewer: Viewer) -> QuerySet[JournalEntry]:
    return JournalEntry.objects.filter(kind=Kind.FIRST_VIEW, written_by=viewer.pk)
