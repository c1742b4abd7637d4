"""An application kept before all is known: it waits, and nothing scores it."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext

from ml import schema
from ml.applicants import Applicants
from ml.validation import check_rows
from predictor.models import Channel
from predictor.services import recording, references
from predictor.services.recording import Asked, Place
from predictor.services.scoring import InvalidRows


class NothingToSave(Exception):
    """The row says nothing of an applicant."""

    def __init__(self) -> None:
        super().__init__(gettext("There is nothing to save yet."))


@transaction.atomic
def save(
    *,
    row: object,
    by: User,
    channel: Channel,
    request_id: str,
    overwrite: bool | Place = True,
) -> UUID:
    """Keep what is known of an application without scoring it; return its key.

    Parameters
    ----------
    row : a JSON value; required fields may be missing.
    by : who sends it; the application becomes theirs.
    overwrite : as ``scoring.score`` takes it.

    Raises
    ------
    InvalidRows
        Where a value breaks a rule, or the application may not be changed.
    NothingToSave
        Where no field but the Loan_ID has a value. In both cases nothing is stored.
    """
    checked = check_rows([row], complete=False)
    if checked.errors:
        raise InvalidRows(checked.errors)
    [applicant] = checked.applicants
    if all(applicant[field.name] is None for field in schema.PREDICTORS):
        raise NothingToSave
    asked = Asked(by=by, channel=channel, request_id=request_id, at=timezone.now())
    applicants = references.with_loan_ids(
        Applicants.of(checked.rows, checked.applicants), at=asked.at
    )
    placed, errors = recording.place(applicants, asked=asked, overwrite=overwrite)
    if errors:
        raise InvalidRows(errors)
    [where] = placed.values()
    return UUID(where.id)
