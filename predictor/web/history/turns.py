"""What would change a recommendation, in words: computed facts, and no advice."""

from __future__ import annotations

from ml import schema
from predictor.services import amounts
from predictor.services.reasons import money
from predictor.services.turning import Turns


def in_words(turns: Turns) -> list[str]:
    """Return a sentence for each change that alone would turn it to approve."""
    said = []
    if turns.amount is not None:
        amount = money(turns.amount, schema.LOAN_AMOUNT)
        said.append(
            "With all else as it is, the largest amount in round thousands at which "
            f"this version suggests approve is {amount}."
        )
    if turns.terms:
        said.append(_terms(*turns.terms))
    return said or ["No change of amount or term changes this."]


def _terms(shortest: float, longest: float) -> str:
    first, last = (
        amounts.write(months, schema.LOAN_AMOUNT_TERM) for months in (shortest, longest)
    )
    if first == last:
        return (
            "With all else as it is, this version suggests approve at one of the other "
            f"terms offered: {first} months."
        )
    return (
        "With all else as it is, the shortest of the other terms offered at which this "
        f"version suggests approve is {first} months, and the longest {last} months."
    )
