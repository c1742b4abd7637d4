"""References for applications that came without one."""

from __future__ import annotations

import secrets
from base64 import b32encode
from datetime import datetime

from ml import schema
from ml.applicants import Applicants


def with_loan_ids(applicants: Applicants, *, at: datetime) -> Applicants:
    """Return the applicants with a reference for each that came without one."""
    given = applicants.loan_ids
    if None not in given:
        return applicants
    made = [new_loan_id(at=at) if one is None else one for one in given]
    return applicants.replace(schema.LOAN_ID, made)


def new_loan_id(*, at: datetime) -> str:
    """Return the day and 60 random bits: nobody has that reference already."""
    random = b32encode(secrets.token_bytes(10)).decode()[:12]
    return f"LA-{at:%Y%m%d}-{random}"
