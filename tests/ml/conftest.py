"""Small real models on a slice of the sample, trained once."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd
import pytest
from sklearn.pipeline import Pipeline

from ml import encoding, store
from ml.pipeline import FAMILIES, build_pipeline
from ml.sample import load_sample
from ml.scorer import Scorer
from ml.training import TrainedModel, train
from tests.ml.small import GRIDS, NOON


@pytest.fixture(scope="session")
def sample() -> pd.DataFrame:
    return load_sample()


@pytest.fixture(scope="session")
def frame(sample: pd.DataFrame) -> pd.DataFrame:
    return sample.iloc[:300]


@pytest.fixture(scope="session")
def y(frame: pd.DataFrame) -> npt.NDArray[np.int64]:
    return np.array(frame["Loan_Status"] == "Y", dtype=np.int64)


@pytest.fixture(scope="session")
def matrix(frame: pd.DataFrame) -> encoding.Matrix:
    return encoding.encode_frame(frame)


@pytest.fixture(scope="session", params=[False, True], ids=["default", "protected"])
def include_protected(request: pytest.FixtureRequest) -> bool:
    return bool(request.param)


@pytest.fixture(scope="session", params=FAMILIES)
def fitted(
    request: pytest.FixtureRequest,
    include_protected: bool,
    frame: pd.DataFrame,
    y: npt.NDArray[np.int64],
) -> Pipeline:
    pipeline = build_pipeline(request.param, include_protected=include_protected)
    return pipeline.fit(frame, y)


@pytest.fixture(scope="session")
def trained(frame: pd.DataFrame, y: npt.NDArray[np.int64]) -> TrainedModel:
    return train(frame, y, grids=GRIDS, processes=1)


@pytest.fixture(scope="session")
def model_store(
    trained: TrainedModel, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    folder = tmp_path_factory.mktemp("store")
    store.write(folder, 1, trained, created_at=NOON)
    return folder


@pytest.fixture(scope="session")
def scorer(model_store: Path) -> Scorer:
    return Scorer.from_artifact(store.read(model_store / "v0001"))
