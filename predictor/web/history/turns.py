"""What would change a recommendation, in words: computed facts, and no advice."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ml import schema
from predictor.services import amounts
from predictor.services.reasons import money
from predictor.services.turning import Turns


def in_words(turns: Turns) -> list[str]:
    """Return a sentence for each change that alone would turn it to approve."""
    said = []
    if turns.amount is not None:
        amount, step = (
            money(x, schema.LOAN_AMOUNT) for x in (turns.amount, turns.step)
        )
        said.append(
            gettext(
                "With all else as it is, the largest smaller amount at which this "
                "version suggests approve is %(amount)s, in steps of %(step)s."
            )
            % {"amount": amount, "step": step}
        )
    if turns.terms:
        said.append(_terms(*turns.terms))
    return said or [str(_ELSEWHERE if turns.elsewhere else _NOWHERE)]


_NOWHERE: Final = _("No change of amount or term changes this.")
_ELSEWHERE: Final = _("No smaller round amount and no other term offered changes this.")


def _terms(shortest: float, longest: float) -> str:
    first, last = (
        amounts.write(months, schema.LOAN_AMOUNT_TERM) for months in (shortest, longest)
    )
    if first == last:
        return gettext(
            "With all else as it is, this version suggests approve at one of the other "
            "terms offered: %(months)s months."
        ) % {"months": first}
    return gettext(
        "With all else as it is, the shortest of the other terms offered at which this "
        "version suggests approve is %(first)s months, and the longest %(last)s months."
    ) % {"first": first, "last": last}
