"""The predictions of a month, counted: each application once, by its newest score."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby, islice
from typing import Any, Final

import numpy as np
from django.db.models import Exists, OuterRef, QuerySet

from ml import encoding, schema
from ml.drift import SCORE, Reference
from predictor.models import Prediction
from predictor.services.monitoring import months

CHUNK: Final = 4_096
MISSING: Final = "missing"

#: Attribute → group → answer → how many.
Groups = dict[str, dict[str, dict[str, int]]]
_Row = tuple[int, dict[str, Any], float, str]


def count(month: date, references: Mapping[int, Reference]) -> dict[str, Any]:
    """Return the counts of a month by the number of the version, as JSON values.

    One pass, in memory that does not grow with the number of predictions. Versions
    without a reference have no bins.
    """
    tallies: dict[int, _Tally] = {}
    for number, rows in _chunks(month):
        if number not in tallies:
            tallies[number] = _Tally(references.get(number))
        tallies[number].add(rows)
    return {str(number): tally.as_dict() for number, tally in tallies.items()}


def newest(month: date) -> QuerySet[Prediction]:
    """Return a version's newest prediction of each application in a month.

    The database finds them: to remember who was seen would take memory for each.
    """
    made = Prediction.objects.filter(months.made_in(month))
    newer = made.filter(
        application=OuterRef("application"),
        model_version=OuterRef("model_version"),
        id__gt=OuterRef("id"),
    )
    return made.filter(~Exists(newer)).order_by()


def _chunks(month: date) -> Iterator[tuple[int, list[_Row]]]:
    """Yield a version's number and at most ``CHUNK`` of its rows."""
    names = ("model_version_id", "inputs", "probability", "recommendation")
    rows = newest(month).values_list(*names).iterator(CHUNK)
    while chunk := list(islice(rows, CHUNK)):
        chunk.sort(key=_version)
        for number, own in groupby(chunk, key=_version):
            yield number, list(own)


def _version(row: _Row) -> int:
    return row[0]


@dataclass(slots=True)
class _Tally:
    """The counts of one version so far."""

    reference: Reference | None
    rows: int = 0
    bins: dict[str, Any] = field(default_factory=dict)  # name → (k + 2,)
    groups: Counter[tuple[str, str, str]] = field(default_factory=Counter)

    def add(self, rows: Sequence[_Row]) -> None:
        self.rows += len(rows)
        self.groups.update(members((row[1], row[3]) for row in rows))
        for name, bins in (self.reference or {}).items():
            found = bins.count(_column(name, rows))
            self.bins[name] = self.bins.get(name, 0) + found

    def as_dict(self) -> dict[str, Any]:
        bins = {name: counts.tolist() for name, counts in self.bins.items()}
        return {
            "rows": self.rows,
            "bins": bins if self.reference else None,
            "groups": nested(self.groups),
        }


def _column(name: str, rows: Sequence[_Row]) -> encoding.Matrix:
    if name == SCORE:
        return np.array([row[2] for row in rows])
    values = [row[1][name] for row in rows]
    return np.array(encoding.encode_column(schema.FIELDS[name], values), np.float64)


def members(
    answers: Iterable[tuple[Mapping[str, Any], str]],
) -> Iterator[tuple[str, str, str]]:
    """Yield attribute, group and answer of each snapshot and each protected field."""
    for inputs, answer in answers:
        for name in schema.PROTECTED:
            value = inputs.get(name)
            yield name, MISSING if value is None else str(value), answer


def nested(groups: Mapping[tuple[str, str, str], int]) -> Groups:
    """Return the counts as attribute → group → answer → how many."""
    found: Groups = {name: {} for name in schema.PROTECTED}
    for (name, group, answer), number in sorted(groups.items()):
        found[name].setdefault(group, {})[answer] = number
    return found
