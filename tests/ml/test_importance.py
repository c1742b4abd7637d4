"""What a model looks at."""

import numpy as np
import pytest

from ml import importance


@pytest.fixture(scope="module")
def found(trained, matrix, y):
    return importance.permuted(trained.pipeline, matrix, y, seed=3, processes=1)


def test_the_number_of_processes_changes_nothing(trained, matrix, y, found):
    again = importance.permuted(trained.pipeline, matrix, y, seed=3, processes=2)

    assert again == found


def test_another_seed_shuffles_otherwise(trained, matrix, y, found):
    other = importance.permuted(trained.pipeline, matrix, y, seed=4, processes=1)

    assert other["Credit_History"] != found["Credit_History"]


def test_of_many_rows_some_are_drawn_even_if_all_are_of_one_class(trained, matrix):
    rows = np.tile(matrix, (10, 1))

    rises = importance.permuted(
        trained.pipeline, rows, np.ones(len(rows), dtype=np.int64), seed=3, processes=1
    )

    assert np.isfinite(list(rises.values())).all()
