"""The reasons that only a person can know: what the model is not told.

They stand in a notice beside those of the model, as far as an officer gives them.
"""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext, gettext_noop

#: The code of a reason in the officer's own words.
OTHER: Final = "other"

_TEXTS: Final = {
    "income_unverified": gettext_noop("The income could not be verified."),
    "employment_unverified": gettext_noop("The employment could not be verified."),
    "residence_unverified": gettext_noop("The residence could not be verified."),
    "references_unverified": gettext_noop(
        "The credit references could not be verified."
    ),
    "obligations": gettext_noop(
        "The obligations that exist already are too high for the income."
    ),
    "collateral": gettext_noop(
        "The value or the kind of the property is not enough to secure the loan."
    ),
    "funds": gettext_noop(
        "The funds for the down payment or the closing costs are not enough."
    ),
    "terms": gettext_noop("We do not lend on the terms that were asked for."),
}
CODES: Final = tuple(_TEXTS)


def sentence(code: str) -> str:
    """Return a reason as it stands in a letter."""
    return gettext(_TEXTS[code])
