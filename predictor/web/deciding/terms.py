"""Amount and term of a loan, as they stand in a sentence."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext

from ml import schema
from predictor.services import amounts
from predictor.services.reasons import money


def in_words(values: Mapping[str, Any]) -> str:
    """Return ``$128,000 over 360 months``."""
    return gettext("%(amount)s over %(months)s months") % {
        "amount": money(values[schema.LOAN_AMOUNT.name], schema.LOAN_AMOUNT),
        "months": amounts.write(
            values[schema.LOAN_AMOUNT_TERM.name], schema.LOAN_AMOUNT_TERM
        ),
    }
