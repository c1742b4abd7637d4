"""The axioms, and the definition itself: the mean over all orders of the players."""

from __future__ import annotations

from itertools import permutations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from ml import shapley


@st.composite
def games(draw, most=5):
    players = draw(st.integers(1, most))
    worth = draw(
        arrays(np.float64, 2**players, elements=st.floats(-1, 1, allow_subnormal=False))
    )
    return players, worth


def values(worth):
    return shapley.values(worth[np.newaxis])[0]


def without(players, player):
    """The coalitions that lack a player, and the same ones with that player."""
    numbers = np.arange(2**players)
    lacking = numbers[(numbers >> player & 1) == 0]
    return lacking, lacking | 1 << player


def test_the_mean_over_all_orders():
    """Two players of a real game, worked out by hand, and four by the definition."""
    assert values(np.array([0.0, 1.0, 3.0, 10.0])).tolist() == [4.0, 6.0]

    worth = np.random.default_rng(5).random(16)
    expected = np.zeros(4)
    orders = list(permutations(range(4)))
    for order in orders:
        members = 0
        for player in order:
            expected[player] += worth[members | 1 << player] - worth[members]
            members |= 1 << player
    assert values(worth) == pytest.approx(expected / len(orders), abs=1e-15)


@given(games())
def test_efficiency_all_of_it_is_shared_out(game):
    _, worth = game
    assert values(worth).sum() == pytest.approx(worth[-1] - worth[0], abs=1e-12)


@given(games(), st.data())
def test_dummy_who_adds_nothing_gets_nothing(game, data):
    players, worth = game
    dummy = data.draw(st.integers(0, players - 1))
    lacking, having = without(players, dummy)
    worth[having] = worth[lacking]

    assert values(worth)[dummy] == pytest.approx(0, abs=1e-15)


@given(games(), st.data())
def test_symmetry_who_adds_the_same_gets_the_same(game, data):
    players, worth = game
    one, other = (data.draw(st.integers(0, players - 1)) for _ in range(2))
    numbers = np.arange(2**players)
    swapped = numbers & ~(1 << one) & ~(1 << other)
    swapped |= (numbers >> one & 1) << other | (numbers >> other & 1) << one
    worth = (worth + worth[swapped]) / 2

    assert values(worth)[one] == pytest.approx(values(worth)[other], abs=1e-12)


@given(games())
def test_a_game_has_the_same_last_bit_among_many(game):
    _, worth = game
    many = np.vstack([np.flip(worth), worth, *[worth / 3] * 40])

    assert values(worth).tobytes() == shapley.values(many)[1].tobytes()


def test_nobody_plays():
    assert shapley.values(np.ones((3, 1))).shape == (3, 0)
