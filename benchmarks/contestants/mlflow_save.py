"""``PICKLE FOLDER``: a pickled pipeline as a model of mlflow; runs where mlflow is."""

import pickle
import sys
from pathlib import Path

import mlflow.sklearn

pickled, folder = sys.argv[1:]
pipeline = pickle.loads(Path(pickled).read_bytes())
mlflow.sklearn.save_model(pipeline, folder, serialization_format="cloudpickle")
