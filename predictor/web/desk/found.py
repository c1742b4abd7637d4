"""The applications of a page of the queue: found, narrowed, and put in order."""

from __future__ import annotations

from typing import Final, NamedTuple
from uuid import UUID

from django.db.models import OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce

from predictor.models import LoanApplication, Prediction
from predictor.models.application import LoanApplicationQuerySet
from predictor.services.deciding import blind, deadlines
from predictor.web.desk.wanted import NOT_SCORED, By, Tab, Viewer, Wanted, rows_of
from predictor.web.paging.pages import LOOKED_THROUGH, Rows, Sieve, Sifted
from predictor.web.paging.positions import ByIndex, OfFew, Position


def rows_for(wanted: Wanted, viewer: Viewer) -> tuple[Rows, bool]:
    """Return what the page walks through, and whether more begin like it than that.

    What an index finds at once is few, and is put in order here: no planner then walks
    through a whole queue for it.
    """
    rows = rows_of(wanted.tab, viewer)
    if wanted.reference:
        keys = _keys_like(wanted)
        more = len(keys) > LOOKED_THROUGH
        if more:
            keys = _key_of(wanted) or keys[:LOOKED_THROUGH]
        few = rows.filter(pk__in=keys).order_by()
        return OfFew(_positions(few, wanted), wanted.order), more
    if wanted.tab == Tab.MINE:
        mine = _positions(rows[: LOOKED_THROUGH + 1], wanted)
        if len(mine) <= LOOKED_THROUGH:
            return OfFew(mine, wanted.order), False
    return ByIndex(rows, wanted.order), False


def _keys_like(wanted: Wanted) -> list[UUID]:
    if not wanted.is_a_reference:
        return []
    most = LOOKED_THROUGH + 1  # the last one tells that there are more
    return LoanApplication.objects.keys_beginning_with(wanted.reference, most=most)


def _key_of(wanted: Wanted) -> list[UUID]:
    """Return the key of the one whose whole reference was typed, if there is one."""
    whole = LoanApplication.objects.filter(loan_id=wanted.reference)
    return list(whole.values_list("pk", flat=True))


def _positions(rows: LoanApplicationQuerySet, wanted: Wanted) -> list[Position]:
    column = wanted.order.column
    if column is None:
        return [Position(None, key) for key in rows.values_list("pk", flat=True)]
    found = rows.values_list("pk", column, "status")
    if wanted.by != By.DUE:
        return [Position(moment, key) for key, moment, _ in found]
    return [
        Position(moment and moment + deadlines.allowed(status), key)
        for key, moment, status in found
    ]


def sieve_of(wanted: Wanted, viewer: Viewer) -> Sieve | None:
    """Return what finds those that fit; None where nothing is narrowed."""
    if not wanted.is_narrowed:
        return None
    conditions = wanted.conditions(viewer)
    if wanted.suggestion:
        return _with_suggestion(wanted.suggestion, conditions, viewer)

    def sift(keys: list[UUID]) -> Sifted:
        rows = LoanApplication.objects.filter(conditions, pk__in=keys).order_by()
        return Sifted(set(rows.values_list("pk", flat=True)))

    return sift


class _Scored(NamedTuple):
    """An application, and the newest suggestion for it."""

    pk: UUID
    status: str
    suggested: str


def _with_suggestion(suggestion: str, conditions: Q, viewer: Viewer) -> Sieve:
    """Return what finds those whose newest suggestion is that.

    A score that is hidden from the viewer neither lets an application in nor keeps it
    out: it is left out whatever its score is, and counted.
    """

    def sift(keys: list[UUID]) -> Sifted:
        rows = LoanApplication.objects.filter(conditions, pk__in=keys).order_by()
        scored = rows.annotate(suggested=_SUGGESTED).values_list(*_Scored._fields)
        found = [_Scored(*one) for one in scored]
        hidden = blind.hidden_among(
            (one for one in found if one.suggested != NOT_SCORED), viewer
        )
        fitting = {one.pk for one in found if one.suggested == suggestion}
        return Sifted(fitting - hidden, len(hidden))

    return sift


#: By the index of the newest suggestion, which is asked once for each application.
_SUGGESTED: Final = Coalesce(
    Subquery(
        Prediction.objects.filter(application=OuterRef("pk"))
        .order_by("-id")
        .values("recommendation")[:1]
    ),
    Value(NOT_SCORED),
)
