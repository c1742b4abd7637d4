"""Which fields pulled a score down, and how they differ from the reference applicant.

Codes, not sentences: those are the business of whoever talks to people.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt

from ml import schema
from ml.explanations import Contributions
from ml.recommendation import DECIMALS, INCOMPLETE

Matrix = npt.NDArray[np.float64]

#: A notice that names more than four confuses more than it says.
MOST: Final = 4
#: What rounding alone may move is no reason.
_LEAST: Final = 10.0 ** (3 - DECIMALS)


#: Code, field, and contribution: below 0, or None where the fact is missing.
Reason = tuple[str, str, float | None]

#: Field → its reason where the value is at the reference's, above it, and below it.
CATALOGUE: Final[dict[str, tuple[str, str, str]]] = {
    # More in all, and yet less likely: then it is who earns it.
    schema.APPLICANT_INCOME.name: ("income_split", "income_split", "income_low"),
    schema.LOAN_AMOUNT.name: ("", "amount_high", "amount_low"),
    schema.LOAN_AMOUNT_TERM.name: ("", "term_long", "term_short"),
    schema.CREDIT_HISTORY.name: ("", "credit_history_meets", "credit_history_below"),
    schema.PROPERTY_AREA.name: ("", "property_area", "property_area"),
    schema.EDUCATION.name: ("", "education", "education"),
    schema.SELF_EMPLOYED.name: ("", "employment", "employment"),
}


def principal(
    contributions: Contributions, matrix: Matrix, reference: Matrix
) -> list[list[Reason]]:
    """Return up to four reasons for each row of the encoded matrix (n, 11).

    First what is missing of what a decision needs. Then the fields that pulled the
    score down, the strongest first: no protected attribute, and nothing that is
    missing, for the value that stands in for it is not the applicant's.
    """
    # One row is as frequent as thousands: Python's own sort beats numpy's calls there.
    names = contributions.players
    places = [place for place, name in enumerate(names) if name in CATALOGUE]
    usual = _stated(reference[np.newaxis], names)[0]
    rows = zip(
        contributions.values.tolist(),
        _stated(matrix, names),
        _missing(matrix),
        strict=True,
    )
    found = []
    for added, stated, missing in rows:
        pulled = [
            (added[place], place)
            for place in places
            if added[place] < -_LEAST and stated[place] == stated[place]
        ]
        reasons = [
            (_code(names[place], stated[place], usual[place]), names[place], value)
            for value, place in sorted(pulled)
        ]
        found.append([*missing, *reasons][:MOST])
    return found


def _code(name: str, value: float, usual: float) -> str:
    same, higher, lower = CATALOGUE[name]
    return same if value == usual else higher if value > usual else lower


def _stated(matrix: Matrix, names: tuple[str, ...]) -> list[list[float]]:
    """Return the value of each player, (n, p): of the incomes both together."""
    stated = matrix[:, [schema.COLUMN[name] for name in names]]
    if schema.APPLICANT_INCOME.name in names:
        other = matrix[:, schema.COLUMN[schema.COAPPLICANT_INCOME.name]]
        stated[:, names.index(schema.APPLICANT_INCOME.name)] += other
    values: list[list[float]] = stated.tolist()
    return values


def _missing(matrix: Matrix) -> list[list[Reason]]:
    """Return a reason for each missing fact that a decision needs."""
    found: list[list[Reason]] = [[] for _ in matrix]
    for name in schema.NEEDED_TO_DECIDE:
        for row in np.isnan(matrix[:, schema.COLUMN[name]]).nonzero()[0].tolist():
            found[row].append((INCOMPLETE, name, None))
    return found
