"""Shapley values of games that are known whole: what each coalition is worth.

L. S. Shapley, "A value for n-person games" (1953). Exact, and each game for itself: its
values are the same to the last bit alone and among thousands.
"""

from __future__ import annotations

from functools import cache
from math import factorial

import numpy as np
import numpy.typing as npt

Matrix = npt.NDArray[np.float64]


@cache
def coalitions(players: int) -> npt.NDArray[np.bool_]:
    """Return who takes part in each of the 2^k coalitions: (2^k, k), k players.

    The first is empty, the last has everybody.
    """
    numbers = np.arange(2**players)[:, np.newaxis]
    members: npt.NDArray[np.bool_] = (numbers >> np.arange(players) & 1).astype(bool)
    return members


@cache
def _weights(players: int) -> Matrix:
    """Return what a coalition's worth counts for each player's value: (2^k, k)."""
    members = coalitions(players)
    size = members.sum(axis=1)
    ways = np.array([factorial(n) for n in range(players + 1)], dtype=np.float64)
    others = size[:, np.newaxis] - members  # without the player
    weights = ways[others] * ways[players - 1 - others] / factorial(players)
    signed: Matrix = np.where(members, weights, -weights)
    return signed


def values(worth: Matrix) -> Matrix:
    """Return each player's value (m, k) in m games of k players.

    Parameters
    ----------
    worth : of each coalition, in the order of ``coalitions``, (m, 2^k).
    """
    games, number = worth.shape
    players = number.bit_length() - 1
    if not players:
        return np.empty((games, 0))
    terms = worth.T[:, np.newaxis, :] * _weights(players)[:, :, np.newaxis]
    # One after the other, whatever m is: a sum or a product of matrices would add in
    # another order for one game than for many.
    found: Matrix = np.add.accumulate(terms, axis=0)[-1].T
    return found
