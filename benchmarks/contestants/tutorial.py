"""The tutorial's server, written anew: unpickle, read with pandas, predict, forget."""

from __future__ import annotations

import os
import pickle
from io import StringIO
from pathlib import Path

import pandas as pd
from flask import Flask, Response, jsonify, request

application = Flask(__name__)


@application.post("/predict")
def predict() -> Response:
    """Answer the tutorial's body: a JSON string that holds an array of applicants."""
    frame = pd.read_json(StringIO(request.get_json()), orient="records")
    pipeline = pickle.loads(Path(os.environ["PIPELINE"]).read_bytes())
    pairs = zip(frame["Loan_ID"], pipeline.predict(frame), strict=True)
    answers = pd.DataFrame(list(pairs))
    return jsonify(predictions=answers.to_json(orient="records"))
