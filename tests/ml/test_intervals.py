"""Intervals: those of the literature, and what repetition comes to."""

import numpy as np
import pytest

from ml.intervals import katz, wilson


def test_wilson_s_interval_is_that_of_the_literature():
    assert wilson(8, 10) == pytest.approx((0.4902, 0.9433), abs=1e-4)
    assert wilson(0, 10)[0] == 0


def test_katz_s_interval_is_that_of_scipy():
    from scipy.stats.contingency import relative_risk

    for cells in [(36, 60, 70, 90), (5, 40, 700, 900), (39, 40, 30, 40)]:
        theirs = relative_risk(*cells).confidence_interval(0.95)
        assert katz(*cells) == pytest.approx((theirs.low, theirs.high), rel=1e-12)


@pytest.mark.parametrize("cells", [(0, 40, 30, 40), (30, 40, 0, 40), (0, 40, 0, 40)])
def test_a_group_without_a_success_has_a_finite_interval(cells):
    low, high = katz(*cells)

    assert 0 < low < high < float("inf")


def test_katz_s_interval_holds_the_true_ratio_as_often_as_it_says():
    random = np.random.default_rng(7)
    draws = zip(
        random.binomial(80, 0.6, 4000), random.binomial(200, 0.75, 4000), strict=True
    )
    inside = [
        low <= 0.6 / 0.75 <= high
        for low, high in (katz(int(x), 80, int(x0), 200) for x, x0 in draws)
    ]

    assert np.mean(inside) == pytest.approx(0.95, abs=0.015)
