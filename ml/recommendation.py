"""From a probability to what the loan desk is advised to do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from ml import schema

Matrix = npt.NDArray[np.float64]

APPROVE: Final = "approve"
REFER: Final = "refer"
DECLINE: Final = "decline"
INCOMPLETE: Final = "incomplete"  # the code of a referral for a missing fact

#: Decimals of a probability. Sums in another order differ in the 16th; rounded, a
#: threshold is met or missed alike in scikit-learn, in ONNX and on any machine.
DECIMALS: Final = 12


class InvalidThresholds(ValueError):
    """Costs or thresholds that leave no sensible order of recommendations."""


@dataclass(frozen=True, slots=True)
class Costs:
    """What a wrong approval, a wrong decline and a review cost, in any one unit.

    Raises
    ------
    InvalidThresholds
        Where a cost is not above 0.
    """

    approval: float = 1.0
    decline: float = 1.0
    review: float = 0.4

    def __post_init__(self) -> None:
        if not all(0 < cost < float("inf") for cost in asdict(self).values()):
            raise InvalidThresholds("Costs are finite numbers above 0.")

    def thresholds(self) -> Thresholds:
        """Return the thresholds of the least expected cost."""
        return Thresholds(
            approve_from=1 - self.review / self.approval,
            decline_below=self.review / self.decline,
        )


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Approve from, decline below, between them refer.

    Raises
    ------
    InvalidThresholds
        Unless 0 ≤ decline_below ≤ approve_from ≤ 1.
    """

    approve_from: float = 0.6
    decline_below: float = 0.4

    def __post_init__(self) -> None:
        if not 0 <= self.decline_below <= self.approve_from <= 1:
            raise InvalidThresholds(
                "Thresholds obey 0 ≤ decline below ≤ approve from ≤ 1; a review that "
                "costs more than half a mistake leaves no room for one."
            )

    def as_dict(self) -> dict[str, float]:
        """Return the thresholds as JSON values."""
        return asdict(self)

    @classmethod
    def from_dict(cls, values: Mapping[str, float]) -> Thresholds:
        """Return the thresholds that ``as_dict`` wrote."""
        return cls(values["approve_from"], values["decline_below"])


def rounded(probability: Matrix) -> Matrix:
    """Return the probabilities as they are answered, stored and compared."""
    return np.round(probability, DECIMALS)


def predict(probability: Matrix) -> npt.NDArray[np.int64]:
    """Return the model's own answers: 1 where a Y is at least as likely as an N."""
    return (probability >= schema.EVEN_ODDS).astype(np.int64)


def recommend(
    matrix: Matrix, probability: Matrix, thresholds: Thresholds
) -> npt.NDArray[np.int64]:
    """Return for every row of the (n, 11) matrix its place in ``ANSWERS``.

    Where a fact is missing that a decision needs, the row is referred, whatever its
    probability: leaving out a bad fact must not help.
    """
    answer = (probability >= thresholds.decline_below).astype(np.int64)
    answer += probability >= thresholds.approve_from
    for column in _NEEDED:
        answer[np.isnan(matrix[:, column])] = _INCOMPLETE
    return answer


_NEEDED: Final = [schema.COLUMN[name] for name in schema.NEEDED_TO_DECIDE]
#: Recommendation and code: below the lower threshold, between the two, from the upper
#: one on; and where a needed fact is missing.
ANSWERS: Final[tuple[tuple[str, str | None], ...]] = (
    (DECLINE, None),
    (REFER, None),
    (APPROVE, None),
    (REFER, INCOMPLETE),
)
_INCOMPLETE: Final = 3


def approved(answer: npt.NDArray[np.int64]) -> npt.NDArray[np.bool_]:
    """Return which rows are to approve, of the places that ``recommend`` returned."""
    yes: npt.NDArray[np.bool_] = answer == _APPROVED
    return yes


_APPROVED: Final = ANSWERS.index((APPROVE, None))
