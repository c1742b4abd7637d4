"""train(): chosen, fitted, exported, proven, and the same every time."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys

import numpy as np
import pytest

from ml import evaluation
from ml.features import DEFAULT_INPUTS, EmptyColumn
from ml.pipeline import FAMILIES
from ml.recommendation import ANSWERS
from ml.schema import COLUMN, NEEDED_TO_DECIDE
from ml.training import (
    NoLabels,
    OneClass,
    Progress,
    Thresholds,
    TooFewRows,
    measure_recipe,
    train,
    tutorial_comparison,
)
from tests.ml.small import GRIDS

AGAIN = f"""
import hashlib
from ml.sample import load_sample
from ml.training import train
frame = load_sample().iloc[:300]
y = (frame["Loan_Status"] == "Y").to_numpy(dtype="int64")
model = train(frame, y, grids={GRIDS}, processes=2)
print(hashlib.sha256(model.onnx).hexdigest(), model.family)
"""


def test_it_chooses_the_family_of_the_least_log_loss(trained):
    assert [row.family for row in trained.table] == list(FAMILIES)
    assert trained.cv == min(trained.table, key=lambda row: row.log_loss)
    assert trained.cv.family == trained.family
    assert trained.cv.params == trained.params


def test_it_says_what_it_learned_from(trained, y):
    assert (trained.rows, trained.positives) == (300, int(y.sum()))
    assert trained.inputs == DEFAULT_INPUTS
    assert trained.nulls["Gender"] > 0
    assert trained.nulls["LoanAmount"] == 0
    assert trained.label_kind == "decision"
    assert len(trained.data_sha256) == 64


def test_it_has_proven_the_export_on_all_rows_and_ten_thousand_others(trained):
    assert trained.parity.rows == 10_300
    assert trained.parity.worst < 1e-12


def test_the_baseline_stands_beside_it_on_the_same_rows(trained):
    assert trained.baseline_holdout.rows == trained.holdout.rows
    assert trained.baseline_cv.rows + trained.holdout.rows == trained.rows
    assert len(trained.holdout_rows) == trained.holdout.rows


def test_the_reference_applicant_is_complete(trained):
    assert len(trained.reference_applicant) == 11
    assert None not in trained.reference_applicant.values()
    assert trained.reference_applicant["Credit_History"] == 1


def test_thresholds_and_ranges_are_there(trained, frame):
    assert trained.thresholds == Thresholds(0.6, 0.4)
    amounts = frame["LoanAmount"]
    assert trained.ranges["LoanAmount"] == (amounts.min(), amounts.max())


def test_what_is_said_of_rows_left_out_is_told_with_their_labels(trained, y):
    assert trained.y.tolist() == y.tolist()
    alone, model = trained.baseline_out_of_fold, trained.out_of_fold
    assert len(alone) == len(model) == len(y)
    held = list(trained.holdout_rows)
    assert evaluation.measure(y[held], model[held]) == trained.holdout
    assert evaluation.measure(y[held], alone[held]) == trained.baseline_holdout


def test_its_report_counts_every_row_under_one_suggestion(trained, y):
    suggestions = trained.report()["suggestions"]
    assert [each["suggestion"] for each in suggestions] == [
        "approve",
        "refer",
        "decline",
    ]
    assert sum(each["rows"] for each in suggestions) == len(y)
    assert sum(each["approved"] for each in suggestions) == y.sum()


def test_a_missing_fact_is_a_review_whatever_the_probability(trained, matrix):
    lacking = np.isnan(matrix[:, [COLUMN[name] for name in NEEDED_TO_DECIDE]]).any(
        axis=1
    )
    assert lacking.any()
    words = np.array([word for word, _ in ANSWERS])[trained.advice]
    assert set(words[lacking]) == {"refer"}


def test_fields_that_it_does_not_use_have_no_importance(trained):
    means = {name: np.mean(rises) for name, rises in trained.importance.items()}
    assert {name for name, mean in means.items() if mean} <= set(trained.inputs)
    assert max(means, key=lambda name: means[name]) == "Credit_History"
    assert {len(rises) for rises in trained.importance.values()} == {10}


def test_its_report_is_plain_json(trained):
    report = json.loads(json.dumps(trained.report(), allow_nan=False))
    assert report["family"] == trained.family
    assert set(report["groups"]) == {"Gender", "Married", "Dependents"}


def test_progress_counts_every_fit_to_the_last(frame, y):
    seen: list[Progress] = []
    train(frame, y, families=("logistic",), grids=GRIDS, on_progress=seen.append)
    assert [each.done for each in seen] == list(range(1, 8))
    assert {each.total for each in seen} == {7}


def test_repeated_applications_stay_on_one_side(frame, y):
    twice = np.repeat(np.arange(len(frame)), 2)
    once = train(frame, y, families=("logistic",), grids=GRIDS, processes=1)
    double = train(
        frame.iloc[twice], y[twice], families=("logistic",), grids=GRIDS, processes=1
    )
    assert double.duplicates == 300 + 2 * once.duplicates - once.duplicates
    held = set(double.holdout_rows)
    assert all((row ^ 1) in held for row in held)


def test_a_fresh_process_with_other_workers_gives_the_same_bytes(trained):
    command = [sys.executable, "-W", "error", "-c", AGAIN]
    found = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    expected = hashlib.sha256(trained.onnx).hexdigest()
    assert found.split() == [expected, trained.family]


def test_no_rows_are_no_labels(frame):
    with pytest.raises(NoLabels):
        train(frame.iloc[:0], [])


@pytest.mark.parametrize(("label", "lack"), [(1, "no N"), (0, "no Y")])
def test_one_class_alone_is_named(frame, label, lack):
    with pytest.raises(OneClass, match=lack):
        train(frame, [label] * len(frame))


def test_too_few_rows_say_how_many_are_missing(frame, y):
    few = np.concatenate([np.flatnonzero(y == 1), np.flatnonzero(y == 0)[:15]])
    with pytest.raises(TooFewRows, match="5 more N") as caught:
        train(frame.iloc[few], y[few])
    assert caught.value.missing_declined == 5
    assert caught.value.missing_approved == 0


def test_a_column_without_any_value_is_named(frame, y):
    with pytest.raises(EmptyColumn, match="LoanAmount"):
        train(frame.assign(LoanAmount=np.nan), y, grids=GRIDS, processes=1)


def test_labels_are_ones_and_zeros(frame, y):
    with pytest.raises(ValueError, match="label is 1"):
        train(frame, y + 1)


def test_the_tutorial_s_forest_stands_beside_one_fact_alone(frame, y):
    found = tutorial_comparison(frame, y, processes=1, grids=GRIDS)
    assert (found.train_rows, found.test_rows) == (225, 75)
    assert found.forest.rows == found.baseline.rows == 75
    assert json.loads(json.dumps(found.as_dict()))["params"] == found.params


@pytest.mark.parametrize("family", FAMILIES)
def test_a_recipe_is_measured_again_in_the_folds_that_chose_it(
    trained, frame, y, family
):
    [chosen] = [row for row in trained.table if row.family == family]

    again = measure_recipe(frame, y, family=family, params=chosen.params)

    assert again.cv.log_loss == pytest.approx(chosen.log_loss, abs=1e-12)
    assert again.cv.auc == pytest.approx(chosen.auc, abs=1e-12)


def test_a_recipe_is_measured_again_on_the_rows_held_out(trained, frame, y):
    again = measure_recipe(frame, y, family=trained.family, params=trained.params)

    assert again.holdout == trained.holdout
