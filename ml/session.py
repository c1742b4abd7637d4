"""Running a model.onnx so that a row's last bit doesn't depend on its neighbours."""

from __future__ import annotations

import os
from typing import Final

import numpy as np
import numpy.typing as npt

# Else the library tells its maker of each process, and keeps an id in the home folder.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"

import onnxruntime
from onnxruntime.capi import onnxruntime_pybind11_state as _raised

#: What the library raises where it cannot run a model: kinds without a common one.
ERRORS: Final = (
    _raised.Fail,
    _raised.InvalidArgument,
    _raised.InvalidGraph,
    _raised.InvalidProtobuf,
    _raised.NoModel,
    _raised.NotImplemented,
    _raised.RuntimeException,
)

Matrix = npt.NDArray[np.float64]

_WIDTH: Final = 8  # rows that vector instructions take at once; a tail is rounded apart
_NONE: Final = np.empty((0, 1))
_BLOCK: Final = 4096  # rows in one run: bounds the memory of a large batch


def open_model(model: bytes) -> onnxruntime.InferenceSession:
    """Return a session on one thread, which many threads may share."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.execution_mode = onnxruntime.ExecutionMode.ORT_SEQUENTIAL
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(
        model, options, providers=["CPUExecutionProvider"]
    )


def run(session: onnxruntime.InferenceSession, features: Matrix) -> Matrix:
    """Return the probabilities (n,) of the features (n, k), n from 0 up."""
    rows = len(features)
    padded = np.zeros((-(-rows // _WIDTH) * _WIDTH, features.shape[1]))
    padded[:rows] = features
    answers = [
        session.run(None, {"features": padded[start : start + _BLOCK]})[0]
        for start in range(0, len(padded), _BLOCK)
    ]
    joined = answers[0] if len(answers) == 1 else np.concatenate([_NONE, *answers])
    return joined[:rows, 0]
