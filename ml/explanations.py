"""What each field added to a probability: exact, and of the model that scored.

The players of the game are the fields that the model uses, both incomes as one. A
coalition is worth the model's probability of an applicant who has its members' values
from the row and all others from the reference applicant. Only players that differ from
the reference can add anything, so there are 2^k coalitions for k that differ.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

import numpy as np
import numpy.typing as npt

from ml import encoding, features, schema, shapley
from ml.recommendation import rounded
from ml.scorer import Scorer

Matrix = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

MOST_ROWS: Final = 65_536  # that the model sees at once

#: More than rounding: the probability is not one that this model gives.
LARGEST_RESIDUAL: Final = 1e-6


class DoesNotAddUp(RuntimeError):
    """Contributions and reference do not come to the probability of a row."""

    def __init__(self, row: int, residual: float) -> None:
        self.row = row
        super().__init__(f"Row {row} differs by {residual:.1e} from what adds up.")


#: Whose value is one player's, by the field that stands for it.
_JOINT: Final = {schema.COAPPLICANT_INCOME.name: schema.APPLICANT_INCOME.name}


@dataclass(frozen=True, slots=True)
class Contributions:
    """What moved n probabilities away from the reference applicant's.

    Parameters
    ----------
    players : the names of the fields, p of them; the first income stands for both.
    values : what each added, (n, p); 0 where it does not differ from the reference.
    reference_probability : of the reference applicant.
    residual : probability less reference less all that was added, (n,): rounding.
    """

    players: tuple[str, ...]
    values: Matrix
    reference_probability: float
    residual: Matrix


@dataclass(frozen=True, slots=True)
class Explainer:
    """One version's explanations. Threads may share it."""

    scorer: Scorer
    players: tuple[str, ...] = field(init=False)
    reference: Matrix = field(init=False)  # (11,), encoded and complete
    reference_probability: float = field(init=False)
    _columns: Flags = field(init=False, repr=False)  # of each player, (p, 11)

    def __post_init__(self) -> None:
        manifest = self.scorer.manifest
        encoded = encoding.encode([manifest.reference_applicant])
        reference = features.fill(encoded, manifest.features)
        players = players_of(manifest.inputs)
        for name, value in {
            "players": players,
            "reference": reference[0],
            "reference_probability": float(self.scorer.probabilities(reference)[0]),
            "_columns": _columns_of(players),
        }.items():
            object.__setattr__(self, name, value)

    def explain(self, matrix: Matrix, probability: Matrix) -> Contributions:
        """Explain the probabilities (n,) of the encoded matrix (n, 11).

        A missing value counts as the value that stands in for it. A row's numbers are
        the same, to the last bit, alone and in any batch.

        Raises
        ------
        DoesNotAddUp
            Where a probability is not the one that the model gives.
        """
        filled = features.fill(matrix, self.scorer.manifest.features)
        differs = (filled != self.reference) @ self._columns.T
        values = np.zeros(differs.shape)
        for rows, who in _alike(differs):
            worth = self._worth(filled[rows], who)
            # Plus nothing: -0.0 is 0.0, which is all that a database may keep of it.
            values[rows[:, np.newaxis], who] = rounded(shapley.values(worth)) + 0.0
        added = np.add.accumulate(values, axis=1)[:, -1]
        residual = probability - self.reference_probability - added
        _check(residual)
        return Contributions(self.players, values, self.reference_probability, residual)

    def _worth(self, filled: Matrix, who: npt.NDArray[np.intp]) -> Matrix:
        """Return what the coalitions of k players are worth in m rows: (m, 2^k).

        Of nobody it is known. Of all it is asked again: so the sum is a check.
        """
        others = shapley.coalitions(len(who))[1:]
        taken = others @ self._columns[who]  # the columns that come from the row
        mixed = np.where(taken, filled[:, np.newaxis, :], self.reference)
        answers = self.scorer.probabilities_filled(mixed.reshape(-1, filled.shape[1]))
        worth = np.empty((len(filled), 2 ** len(who)))
        worth[:, 0] = self.reference_probability
        worth[:, 1:] = answers.reshape(len(filled), len(others))
        return worth


def _check(residual: Matrix) -> None:
    wrong = np.flatnonzero(~(np.abs(residual) <= LARGEST_RESIDUAL))
    if wrong.size:
        raise DoesNotAddUp(int(wrong[0]), float(residual[wrong[0]]))


def players_of(inputs: tuple[str, ...]) -> tuple[str, ...]:
    """Return the fields that are explained, in the order of the data dictionary."""
    named = {_JOINT.get(name, name) for name in inputs}
    return tuple(f.name for f in schema.PREDICTORS if f.name in named)


def _columns_of(players: tuple[str, ...]) -> Flags:
    owners = [_JOINT.get(f.name, f.name) for f in schema.PREDICTORS]
    return np.array([[owner == player for owner in owners] for player in players])


_FIRST: Final = np.zeros(1, dtype=np.intp)


def _alike(
    differs: Flags,
) -> Iterator[tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]]:
    """Yield rows in which the same players differ, and those players."""
    if len(differs) == 1:
        yield _FIRST, np.flatnonzero(differs[0])
        return
    kinds = differs @ (1 << np.arange(differs.shape[1]))
    for kind in sorted(set(kinds.tolist())):
        rows = np.flatnonzero(kinds == kind)
        who = np.flatnonzero(differs[rows[0]])
        size = max(1, MOST_ROWS >> len(who))
        for start in range(0, len(rows), size):
            yield rows[start : start + size], who
