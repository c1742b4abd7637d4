"""Intervals of a share, and of the ratio of two shares."""

from __future__ import annotations

import math
from typing import Final

NORMAL_QUANTILE: Final = 1.959963984540054  # two-sided 95 %
_HALF: Final = 0.5


def wilson(successes: int, rows: int) -> tuple[float, float]:
    """Return the 95 % interval of a share (Wilson 1927); rows > 0."""
    z2 = NORMAL_QUANTILE**2 / rows
    share = successes / rows
    centre = (share + z2 / 2) / (1 + z2)
    half = math.sqrt(z2 * (share * (1 - share) + z2 / 4)) / (1 + z2)
    return max(0.0, centre - half), min(1.0, centre + half)


def katz(
    successes: int, rows: int, reference_successes: int, reference_rows: int
) -> tuple[float, float]:
    """Return the 95 % interval of the ratio of two independent shares.

    It is even around the ratio's logarithm (Katz and others 1978). Where there was no
    success in one of the two, half a success and half a failure are added to both.
    Both numbers of rows > 0.
    """
    cells = (successes, rows, reference_successes, reference_rows)
    x, n, x0, n0 = (float(cell) for cell in cells)
    if not (successes and reference_successes):
        x, n, x0, n0 = x + _HALF, n + 1, x0 + _HALF, n0 + 1
    spread = NORMAL_QUANTILE * math.sqrt(1 / x - 1 / n + 1 / x0 - 1 / n0)
    ratio = (x / n) / (x0 / n0)
    return ratio * math.exp(-spread), ratio * math.exp(spread)
