"""Filling what is missing, and deriving what the models see."""

from __future__ import annotations

import json

import numpy as np
import pytest

from ml import features, generated, schema


@pytest.fixture(scope="module")
def state(matrix):
    return features.learn(matrix)


def column(state, derived, name):
    return derived[:, features.names(state).index(name)]


def test_ratios_are_amount_and_instalment_over_total_income(state, matrix):
    row = matrix[:1].copy()
    row[0, 5:9] = 3000, 1000, 120, 240
    derived = features.derive(row, state)
    assert column(state, derived, "loan_to_income") == 120_000 / 4000
    assert column(state, derived, "instalment_to_income") == 500 / 4000


def test_ratios_stay_finite_and_capped_without_any_income(state, matrix):
    row = matrix[:1].copy()
    row[0, 5:7] = 0
    derived = features.derive(row, state)
    assert column(state, derived, "loan_to_income") == features.LONGEST_LOAN
    assert column(state, derived, "instalment_to_income") == features.LARGEST_INSTALMENT


def test_numbers_are_filled_with_their_median_and_facts_with_their_mode(state, matrix):
    filled = features.fill(np.full((1, 11), np.nan), state)[0]
    assert filled[7] == np.nanmedian(matrix[:, 7])
    assert filled[9] == 1


def test_a_missing_self_employed_counts_as_yes_although_no_is_more_frequent(state):
    filled = features.fill(np.full((1, 11), np.nan), state)
    assert schema.SELF_EMPLOYED.choices[int(filled[0, 4])] == "Yes"


def test_fill_completes_a_copy_and_leaves_what_is_known(state, matrix):
    before = matrix.copy()
    filled = features.fill(matrix, state)
    assert not np.isnan(filled).any()
    known = ~np.isnan(matrix)
    assert (filled[known] == matrix[known]).all()
    np.testing.assert_array_equal(matrix, before)


def test_an_area_never_seen_in_training_counts_as_not_semiurban(state, matrix):
    rural, urban = matrix[:1].copy(), matrix[:1].copy()
    rural[0, 10], urban[0, 10] = 2, 0
    assert (features.derive(rural, state) == features.derive(urban, state)).all()


def test_a_row_has_the_same_features_alone_and_in_a_batch(state):
    rows = generated.applicants(500, seed=1)
    together = features.derive(rows, state)
    alone = np.vstack([features.derive(rows[i : i + 1], state) for i in range(500)])
    assert together.tobytes() == alone.tobytes()


def test_no_rows_have_no_features(state):
    assert features.derive(np.empty((0, 11)), state).shape == (0, 6)


def test_the_state_survives_json(matrix):
    state = features.learn(matrix, features.ALL_INPUTS, ratios=False)
    written = json.loads(json.dumps(state.as_dict()))
    assert features.FeatureState.from_dict(written) == state


def test_protected_attributes_are_features_only_on_request():
    assert not {"female", "married", "dependents"} & set(features.feature_names())
    wider = features.feature_names(features.ALL_INPUTS)
    assert {"female", "married", "dependents"} < set(wider)


def test_an_input_without_any_value_is_named(matrix):
    empty = matrix.copy()
    empty[:, 7] = np.nan
    with pytest.raises(features.EmptyColumn, match="LoanAmount"):
        features.learn(empty)


def test_an_empty_column_that_is_no_input_does_not_matter(matrix):
    empty = matrix.copy()
    empty[:, 0] = np.nan
    assert features.learn(empty).fills[0] == 0
