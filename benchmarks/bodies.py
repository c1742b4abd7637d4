"""Applicants that nobody is: each request has a body of its own, so no cache wins."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import count
from typing import Any, Final

import numpy as np

from ml import encoding, schema
from ml.sample import load_sample

_AT_ONCE: Final = 20_000
#: Incomes and amounts are those of somebody, times this at least and at most.
_OTHERS: Final = (0.9, 1.1)
_VARIED: Final = (
    schema.APPLICANT_INCOME,
    schema.COAPPLICANT_INCOME,
    schema.LOAN_AMOUNT,
)


def applicants(seed: int) -> Iterator[dict[str, Any]]:
    """Yield applicants without end, each with a reference that nobody else has.

    As the Boston sample has them, so that as many are approved, and as many explained,
    as a lender would see; only incomes and amounts are varied.
    """
    known = encoding.encode_frame(load_sample())
    for block in count():
        rng = np.random.default_rng([seed, block])
        matrix = known[rng.integers(len(known), size=_AT_ONCE)]
        columns = [schema.COLUMN[field.name] for field in _VARIED]
        matrix[:, columns] *= rng.uniform(*_OTHERS, size=(_AT_ONCE, len(columns)))
        matrix[:, columns] = matrix[:, columns].round(2)
        for number, applicant in enumerate(encoding.decode(matrix)):
            reference = f"B{seed}-{block}-{number}"
            yield {schema.LOAN_ID.name: reference, **applicant}


def plain(rows: list[dict[str, Any]]) -> bytes:
    """Return the body of our own API, and of the floor: one object, or an array."""
    return json.dumps(rows[0] if len(rows) == 1 else rows).encode()


def tutorial(rows: list[dict[str, Any]]) -> bytes:
    """Return the tutorial's body: JSON inside a JSON string."""
    return json.dumps(json.dumps(rows)).encode()


def mlflow(rows: list[dict[str, Any]]) -> bytes:
    """Return the body of ``mlflow models serve``."""
    return json.dumps({"dataframe_records": rows}).encode()
