"""What moved a score: worked out with the version that made it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, Final, Literal

import msgspec
import numpy as np
from django.utils.translation import gettext

from ml import encoding, schema
from ml.applicants import Applicants
from ml.explanations import Contributions
from ml.reasons import principal
from ml.recommendation import approved
from ml.scorer import Scores
from predictor.services import dictionary
from predictor.services.reasons import sentences
from predictor.services.registry import LiveVersion
from predictor.services.scored import Explained

#: Which scores are explained at once.
Explain = Literal["not_approved", "all", "none"]

_encode_lines = msgspec.json.Encoder().encode_lines


def asked(scores: Scores, which: Explain) -> list[int]:
    """Return which rows are explained at once."""
    if which == "none":
        return []
    if which == "all":
        return list(range(len(scores.probability)))
    rows: list[int] = np.flatnonzero(~approved(scores.answer)).tolist()
    return rows


def explain(
    live: LiveVersion,
    applicants: Applicants,
    matrix: encoding.Matrix,
    probability: encoding.Matrix,
    *,
    rows: Sequence[int],
) -> list[Explained | None]:
    """Explain some of the applicants' scores.

    Parameters
    ----------
    matrix, probability : of all the applicants, (n, 11) and (n,).
    rows : the places of those that are explained.

    Returns
    -------
    One for each applicant; None where it was not asked for.
    """
    explained: list[Explained | None] = [None] * len(applicants)
    if not rows:
        return explained
    matrix = matrix[rows]
    contributions = live.explainer.explain(matrix, probability[rows])
    reasons = principal(contributions, matrix, live.explainer.reference)
    texts = zip(
        rows,
        _as_json(contributions),
        contributions.residual.tolist(),
        _lines(sentences(applicants, rows, reasons)),
        strict=True,
    )
    for row, added, residual, reason in texts:
        explained[row] = Explained(added, residual, reason)
    return explained


#: What stands for the protected attributes wherever contributions are shown.
NOT_SHOWN: Final = "protected"


def shown(contributions: Mapping[str, float]) -> dict[str, float]:
    """Return contributions as they may be shown: protected attributes as one, unnamed.

    The sum stays what it is.
    """
    added: dict[str, float] = {}
    for name, value in contributions.items():
        key = NOT_SHOWN if name in schema.PROTECTED else name
        added[key] = added.get(key, 0.0) + value
    return added


def label(name: str) -> str:
    """Return what a contribution is called where people read it."""
    if name == NOT_SHOWN:
        return gettext("Attributes that are not shown")
    if name == schema.APPLICANT_INCOME.name:
        return gettext("Income, both together")
    return dictionary.label(schema.FIELDS[name])


def _as_json(contributions: Contributions) -> list[str]:
    kind = _kind(contributions.players)
    return _lines(list(map(kind, *contributions.values.T.tolist())))


@cache
def _kind(players: tuple[str, ...]) -> type[msgspec.Struct]:
    """Return the type of an object from field to number."""
    names = [(f"_{i}", float, msgspec.field(name=n)) for i, n in enumerate(players)]
    return msgspec.defstruct("Contributions", names, gc=False)


def _lines(values: Sequence[Any]) -> list[str]:
    return _encode_lines(values).decode().split("\n")[:-1]
