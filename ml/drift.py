"""How far later applications are from those that a version learned from: the PSI.

The population stability index of two sets of rows over the same bins is the sum of
(p - q) ln(p / q), where p and q are a bin's shares. It is 0 where they agree and has
no upper bound. It is an effect size, and no test.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from ml import schema
from ml.recommendation import rounded

Matrix = npt.NDArray[np.float64]
Counts = npt.NDArray[np.int64]

#: The name of the score among the names of the fields.
SCORE: Final = "score"
#: An empty bin counts as half a row: a share of 0 has no logarithm, and nothing that is
#: smaller than one row could have been seen.
LEAST_IN_A_BIN: Final = 0.5

_TENTHS: Final = np.arange(1, 10) / 10


@dataclass(frozen=True, slots=True)
class Bins:
    """The bins of one field, and how many training rows are in each.

    Parameters
    ----------
    edges : (k,) ascending. Bin i has the values above edge i - 1 and up to edge i.
    rows : (k + 2,) training rows in each; the last bin is that of missing values.
    """

    edges: tuple[float, ...]
    rows: tuple[int, ...]

    def count(self, values: Matrix) -> Counts:
        """Return how many of the encoded values (n,) are in each bin, (k + 2,)."""
        places = np.searchsorted(np.array(self.edges), values, side="left")
        places[np.isnan(values)] = len(self.edges) + 1
        return np.bincount(places, minlength=len(self.edges) + 2).astype(np.int64)

    def as_dict(self) -> dict[str, Any]:
        """Return the bins as JSON values."""
        return {"edges": list(self.edges), "rows": list(self.rows)}

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> Bins:
        """Return the bins that ``as_dict`` wrote."""
        return cls(tuple(values["edges"]), tuple(values["rows"]))


#: The bins of a version, by the name of the field; the score is one of them.
Reference = dict[str, Bins]


def reference(matrix: Matrix, inputs: Sequence[str], scores: Matrix) -> Reference:
    """Return what later applications are compared with.

    Parameters
    ----------
    matrix : the encoded training rows, (n, 11).
    inputs : the fields that reach the model.
    scores : (n,) what the fit that serves says of these rows. Answers of the folds
        would not do: each fit has its own few values, closer together than the deciles
        of several fits, and the index would be high where nothing drifted.
    """
    fields = (schema.FIELDS[name] for name in inputs)
    bins = {f.name: _bins(f, matrix[:, schema.COLUMN[f.name]]) for f in fields}
    return {**bins, SCORE: _filled(_deciles(rounded(scores)), rounded(scores))}


def from_report(report: Mapping[str, Any]) -> Reference | None:
    """Return the reference of a version's report; None where it has none."""
    stored = report.get("drift")
    if stored is None:
        return None
    return {name: Bins.from_dict(values) for name, values in stored.items()}


def psi(expected: npt.ArrayLike, observed: npt.ArrayLike) -> float:
    """Return the index of two counts of the same bins; each has rows.

    Bins that are empty in both say nothing and are left out.
    """
    p, q = _shares(expected, observed)
    return float(np.sum((q - p) * np.log(q / p)))


def by_chance(expected: npt.ArrayLike, observed: npt.ArrayLike) -> float:
    """Return about what the index would be if both were drawn from the same rows.

    To the first order it is the number of bins less one, times the sum of the
    reciprocals of both numbers of rows.
    """
    p, _ = _shares(expected, observed)
    return float((len(p) - 1) * (1 / np.sum(expected) + 1 / np.sum(observed)))


def _shares(expected: npt.ArrayLike, observed: npt.ArrayLike) -> tuple[Matrix, Matrix]:
    both = np.array([expected, observed], dtype=np.float64)
    both = np.maximum(both[:, both.sum(axis=0) > 0], LEAST_IN_A_BIN)
    p, q = both / both.sum(axis=1, keepdims=True)
    return p, q


def _bins(field: schema.Field, column: Matrix) -> Bins:
    if isinstance(field, schema.Number):
        return _filled(_deciles(column), column)
    choices = len(field.choices) if isinstance(field, schema.Category) else 2
    return _filled(tuple(float(code) for code in range(choices - 1)), column)


def _deciles(column: Matrix) -> tuple[float, ...]:
    """Return the edges; a value that fills several tenths gets a bin of its own.

    Else terms of 240 months would lie in one bin with the 360 that most rows have.
    """
    present = column[~np.isnan(column)]
    if not present.size:
        return ()
    edges = np.quantile(present, _TENTHS, method="inverted_cdf")
    common = edges[:-1][edges[:-1] == edges[1:]]
    split = np.unique(np.concatenate([edges, np.nextafter(common, -np.inf)]))
    return tuple(split.tolist())


def _filled(edges: tuple[float, ...], column: Matrix) -> Bins:
    empty = Bins(edges, (0,) * (len(edges) + 2))
    return Bins(edges, tuple(empty.count(column).tolist()))
