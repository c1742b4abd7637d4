"""The population stability index, and the bins that it is counted in."""

import json
import math

import numpy as np
import pytest

from ml import drift, encoding, schema
from ml.drift import SCORE, Bins
from ml.recommendation import rounded
from ml.scorer import artifact_scores

INPUTS = ("ApplicantIncome", "Loan_Amount_Term", "Credit_History", "Property_Area")


@pytest.fixture(scope="module")
def reference(sample):
    matrix = encoding.encode_frame(sample)
    scores = np.random.default_rng(1).random(len(matrix))
    return drift.reference(matrix, INPUTS, scores)


def column(sample, name):
    return encoding.encode_frame(sample)[:, schema.COLUMN[name]]


def test_index_is_the_one_of_the_definition():
    expected, observed = [50, 30, 20], [30, 30, 40]

    by_hand = 0.2 * math.log(0.5 / 0.3) + 0.2 * math.log(0.4 / 0.2)
    assert drift.psi(expected, observed) == pytest.approx(by_hand)


def test_equal_shares_have_an_index_of_nothing():
    assert drift.psi([10, 20, 70], [100, 200, 700]) == pytest.approx(0)


def test_an_empty_bin_counts_as_half_a_row():
    assert drift.psi([50, 50], [100, 0]) == pytest.approx(
        drift.psi([50, 50], [100, 0.5])
    )
    assert math.isfinite(drift.psi([100, 0], [0, 100]))


def test_a_bin_that_is_empty_in_both_says_nothing():
    assert drift.psi([50, 0, 50], [3, 0, 7]) == drift.psi([50, 50], [3, 7])


def test_by_chance_alone_the_index_is_about_what_is_said():
    random = np.random.default_rng(5)
    shares = np.full(10, 0.1)
    drawn = [
        (random.multinomial(2000, shares), random.multinomial(500, shares))
        for _ in range(400)
    ]

    mean = np.mean([drift.psi(*both) for both in drawn])
    assert drift.by_chance(*drawn[0]) == pytest.approx(9 * (1 / 2000 + 1 / 500))
    assert mean == pytest.approx(drift.by_chance(*drawn[0]), rel=0.1)


def test_numbers_have_their_deciles_and_missing_ones_a_bin(sample, reference):
    incomes = reference["ApplicantIncome"]

    assert sum(incomes.rows) == len(sample)
    assert len(incomes.edges) == 9
    assert max(incomes.rows[:-1]) / len(sample) == pytest.approx(0.1, abs=0.03)
    assert incomes.count(np.array([math.nan, 1e9])).tolist()[-2:] == [1, 1]


def test_a_value_that_most_rows_have_is_a_bin_of_its_own(sample, reference):
    """Else it would not be seen that all terms fell from 360 to 300 months."""
    terms = reference["Loan_Amount_Term"]
    usual = terms.count(np.array([360.0])).argmax()

    assert terms.rows[usual] == (column(sample, "Loan_Amount_Term") == 360).sum()
    assert terms.count(np.array([300.0])).argmax() != usual


def test_categories_and_flags_have_a_bin_for_each_choice(sample, reference):
    for name, choices in [("Property_Area", 3), ("Credit_History", 2)]:
        values = column(sample, name)
        counted = [int((values == code).sum()) for code in range(choices)]
        missing = int(np.isnan(values).sum())
        assert reference[name].rows == (*counted, missing)


def test_every_bin_is_found_by_rows_of_its_own(sample, reference):
    for name in INPUTS:
        bins = reference[name]
        assert bins.count(column(sample, name)).tolist() == list(bins.rows)


def test_what_moved_is_seen_and_what_did_not_is_not(sample, reference):
    bins = reference["ApplicantIncome"]
    incomes = column(sample, "ApplicantIncome")

    assert drift.psi(bins.rows, bins.count(incomes[::2])) < 0.05
    assert drift.psi(bins.rows, bins.count(incomes * 1.5)) > 0.25


def test_a_column_without_a_value_has_a_bin_for_all_and_one_for_missing():
    matrix = np.full((40, len(schema.PREDICTORS)), np.nan)

    found = drift.reference(matrix, ["LoanAmount"], np.linspace(0, 1, 40))

    assert found["LoanAmount"] == Bins((), (0, 40))


def test_reference_survives_the_report_of_a_version(trained):
    report = json.loads(json.dumps(trained.report()))

    assert drift.from_report(report) == trained.drift
    assert set(trained.drift) == {*trained.inputs, SCORE}
    assert sum(trained.drift[SCORE].rows) == trained.rows


def test_scores_of_later_rows_of_the_same_kind_do_not_drift(trained, sample):
    """Against the deciles of the out-of-fold answers they would."""
    later = encoding.encode_frame(sample.iloc[trained.rows :])
    scores = artifact_scores(trained.onnx, trained.feature_state)(later)

    def index(bins):
        return drift.psi(bins.rows, bins.count(rounded(scores)))

    folds = drift.reference(later[: trained.rows], (), trained.out_of_fold)
    assert index(trained.drift[SCORE]) < 0.1
    assert index(folds[SCORE]) > 2 * index(trained.drift[SCORE])


def test_report_of_a_version_trained_before_has_none():
    assert drift.from_report({"family": "blend"}) is None
