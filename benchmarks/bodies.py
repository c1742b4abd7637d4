"""Applicants that nobody is: each request has a body of its own, so no cache wins."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import count
from typing import Any, Final

from ml import encoding, generated, schema

#: The first rows that are generated are corners of the dictionary: no everyday load.
_CORNERS: Final = 100
_AT_ONCE: Final = 20_000


def applicants(seed: int) -> Iterator[dict[str, Any]]:
    """Yield applicants without end, each with a reference that nobody else has."""
    for block in count():
        matrix = generated.applicants(_CORNERS + _AT_ONCE, seed + block)[_CORNERS:]
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
