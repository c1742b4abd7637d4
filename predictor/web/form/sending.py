"""Where a form goes: a new application, or the one that it continues."""

from __future__ import annotations

from typing import Final, TypedDict
from uuid import UUID

from django.contrib.auth.models import User

from predictor.models import Channel
from predictor.services import saving, scoring
from predictor.services.desk import correcting
from predictor.services.scored import ScoredBatch
from predictor.web.form.application import ApplicationForm


class Sender(TypedDict):
    """Who sends it, and by which request."""

    by: User
    request_id: str


#: Why nothing was stored: what ``refusals.show`` can say.
REFUSALS: Final = (
    scoring.InvalidRows,
    saving.NothingToSave,
    correcting.NotOpen,
    correcting.ChangedMeanwhile,
)


class _Change(TypedDict):
    seen: int | None
    why: str
    answered: bool


def score(form: ApplicationForm, *, by: User, request_id: str) -> ScoredBatch:
    """Score what was typed; it raises what the services do."""
    if form.application:
        return correcting.correct(
            form.application.pk,
            form.row(),
            by=by,
            request_id=request_id,
            confirmed=form.confirmed,
            **_change(form),
        )
    return scoring.score(
        rows=[form.row()],
        by=by,
        channel=Channel.FORM,
        request_id=request_id,
        overwrite=form.goes_on(by),
        explain="all",
        confirmed=form.confirmed,
    )


def save(form: ApplicationForm, *, by: User, request_id: str) -> UUID:
    """Keep what was typed without scoring it; it raises what the services do."""
    if form.application:
        return correcting.keep(
            form.application.pk,
            form.row(),
            by=by,
            request_id=request_id,
            **_change(form),
        )
    return saving.save(
        row=form.row(),
        by=by,
        channel=Channel.FORM,
        request_id=request_id,
        overwrite=form.goes_on(by),
    )


def _change(form: ApplicationForm) -> _Change:
    return {
        "seen": form.seen_revision(),
        "why": form.cleaned_data["why"],
        "answered": bool(form.answered),
    }
