"""Parts of addresses that are words of the data dictionary."""

from __future__ import annotations

from ml import schema


class LoanIdConverter:
    """A Loan_ID in an address."""

    regex = schema.LOAN_ID.pattern

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value
