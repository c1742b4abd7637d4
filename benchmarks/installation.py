"""What the contestants serve: our own application as it is installed, and a pickle."""

from __future__ import annotations

import os
import pickle
import secrets
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from benchmarks import bodies
from benchmarks.servers import ROOT, Contestant, python
from ml import sample, schema, tutorial
from ml.pipeline import build_pipeline

#: Counted and never reached: whoever measures a rate must not be stopped by one.
_RATE: Final = "1000000000/min"


@dataclass(frozen=True, slots=True)
class Installation:
    """Our own application on a database of its own, with a model that is live."""

    name: str
    environment: Mapping[str, str]
    token: str

    def manage(self, *words: str) -> str:
        """Run a command of it and return what it printed."""
        return _run(self.environment, *words)

    def start(self, *words: str) -> subprocess.Popen[str]:
        """Begin a command of it."""
        return subprocess.Popen(  # noqa: S603 - our own commands
            python("manage.py", *words),
            cwd=ROOT,
            env={**os.environ, **self.environment},
            stdout=subprocess.DEVNULL,
            text=True,
        )

    def contestant(self) -> Contestant:
        """Return it as it ships: token, throttle, validation, all of it recorded."""
        return Contestant(
            name=self.name,
            command=python("-m", "gunicorn", "loanapp.wsgi"),
            environment=self.environment,
            path="/api/predict",
            body=bodies.plain,
            headers=(f"Authorization: Token {self.token}",),
        )


def install(
    name: str, folder: Path, *, database: str = "", quick: bool
) -> Installation:
    """Prepare an installation: migrations, the sample, a first model, a token."""
    folder.mkdir(parents=True)
    environment = {
        "LOANAPP_ENV": "production",
        "SECRET_KEY": secrets.token_urlsafe(50),
        "ALLOWED_HOSTS": "127.0.0.1",
        "HTTPS": "off",
        "VAR_DIR": str(folder),
        "MODEL_STORE": str(folder / "models"),
    }
    if database:
        environment["DATABASE_URL"] = database
    (folder / "static").mkdir()
    _run(environment, "migrate", "--verbosity", "0")
    _run(environment, "load_sample")
    _run(environment, "retrain", *(("--family", "logistic") if quick else ()))
    _run(
        environment, "retrain", "--family", "logistic", "--seed", "2"
    )  # to be activated
    token = _run(environment, "create_token", "benchmark", "--rate", _RATE).strip()
    return Installation(name, environment, token)


def _run(environment: Mapping[str, str], *words: str) -> str:
    done = subprocess.run(  # noqa: S603 - our own commands
        python("manage.py", *words),
        cwd=ROOT,
        env={**os.environ, **environment},
        check=True,
        capture_output=True,
        text=True,
    )
    return done.stdout


def floor(name: str, folder: Path, *, database: str = "") -> Contestant:
    """Return the view that only inserts, on a database with the same settings."""
    environment = {"VAR_DIR": str(folder)}
    if database:
        environment["DATABASE_URL"] = database
    return Contestant(
        name=name,
        command=python("-m", "gunicorn", "benchmarks.contestants.floor"),
        environment=environment,
        path="/insert",
        body=bodies.plain,
    )


def pickled(folder: Path, *, quick: bool) -> Path:
    """Write the tutorial's pipeline, with the settings that its grid search picks."""
    target = folder / "pipeline.pickle"
    target.write_bytes(pickle.dumps(_tutorial_pipeline(quick=quick)))
    return target


def tutorial_server(pipeline: Path) -> Contestant:
    """Return the tutorial's server of a pickled pipeline."""
    command = "-b 127.0.0.1:{port} -k sync --log-level warning --no-control-socket"
    return Contestant(
        name="tutorial",
        command=python(
            *("-m", "gunicorn", "-c", os.devnull, *command.split()),
            "benchmarks.contestants.tutorial",
        ),
        environment={"PIPELINE": str(pipeline)},
        path="/predict",
        body=bodies.tutorial,
    )


def _tutorial_pipeline(*, quick: bool) -> Any:
    frame = sample.load_sample()
    X = frame.drop(columns=[schema.LOAN_STATUS.name])
    y = (frame[schema.LOAN_STATUS.name] == "Y").astype(int)
    params = {} if quick else tutorial.tutorial_comparison(X, y).params
    pipeline = build_pipeline(
        "random_forest", include_protected=True, ratios=False, **params
    )
    return pipeline.fit(X, y)
