"""Applications that may not be written: why, also before it is tried."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.contrib.auth.models import User
from django.utils.translation import gettext, gettext_noop

from ml import schema
from ml.applicants import Applicants
from ml.validation import RowError
from predictor.models import LoanApplication
from predictor.models.upsert import Placed
from predictor.services.receiving import Received


def foresee(received: Received, by: User, *, overwrite: bool) -> list[RowError]:
    """Return the errors that ``place`` would give, where it will not be called.

    So nobody mends a body twice.
    """
    applicants = received.applicants
    sent = {loan_id: i for i, loan_id in enumerate(applicants.loan_ids) if loan_id}
    errors = []
    for application in LoanApplication.objects.filter(loan_id__in=sent):
        index = sent[application.loan_id]
        applicant = applicants.applicant(index)
        rule = _rule(application, applicant, by) if overwrite else "exists"
        if rule and not (rule == "decided" and application.is_open):
            errors.append(refusal(applicants.rows[index], rule))
    return errors


def look_into(
    applicants: Applicants, refused: Mapping[str, int], *, by: User
) -> tuple[dict[str, Placed], list[RowError]]:
    """Say why applications could not be written.

    A decided application that was sent with the same values is no error: scoring it
    again is a new prediction.

    Parameters
    ----------
    refused : loan_id → its place among the applicants.
    """
    placed: dict[str, Placed] = {}
    errors: list[RowError] = []
    standing = LoanApplication.objects.select_for_update().by_loan_id()
    for application in standing.filter(loan_id__in=refused):
        index = refused[application.loan_id]
        if rule := _rule(application, applicants.applicant(index), by):
            errors.append(refusal(applicants.rows[index], rule))
        else:
            key = str(application.id)
            placed[application.loan_id] = Placed(key, application.revision)
    return placed, errors


def _rule(
    application: LoanApplication, applicant: schema.Applicant, by: User
) -> str | None:
    """Return the rule that forbids to change a decided application, if any does."""
    if application.owner_id != by.pk:
        return "owned_elsewhere"
    return "decided" if application.as_applicant() != applicant else None


_REFUSALS: Final = {
    "owned_elsewhere": gettext_noop(
        "The Loan_ID belongs to an application that somebody else sent."
    ),
    "decided": gettext_noop(
        "The application is decided or closed. With the same values it can be scored "
        "again; with others it must be reopened first."
    ),
    "exists": gettext_noop("An application with this Loan_ID exists already."),
}


def refusal(row: int, rule: str) -> RowError:
    """Return the error of a row that may not be written."""
    return RowError(row, schema.LOAN_ID.name, rule, gettext(_REFUSALS[rule]))
