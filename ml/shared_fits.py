"""Settings that one fit answers for: a forest holds every smaller one of its seed.

Trees are grown one after the other, each from the next number of the same seed. So the
first ten of thirty are, to the last bit, the forest of ten that was set up alike.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

import numpy as np
import numpy.typing as npt

Setting = tuple[str, Mapping[str, Any]]  # a family and its parameters
Matrix = npt.NDArray[np.float64]

_FOREST: Final = "random_forest"
_TREES: Final = "n_estimators"


def group(settings: Iterable[Setting]) -> list[list[int]]:
    """Return the places of settings that one fit answers for, the largest last."""
    groups: dict[object, list[tuple[int, int]]] = {}
    for place, (family, params) in enumerate(settings):
        trees = params.get(_TREES, 0) if family == _FOREST else 0
        others = tuple(sorted(item for item in params.items() if item[0] != _TREES))
        key = (family, others) if trees else place
        groups.setdefault(key, []).append((trees, place))
    return [[place for _, place in sorted(group)] for group in groups.values()]


def answers(fitted: Any, X: Matrix, settings: Sequence[Setting]) -> list[Matrix]:
    """Return what each of the settings answers, (n,), of the fit of the largest."""
    if len(settings) == 1:
        return [fitted.predict_proba(X)[:, 1]]
    trees = [int(params[_TREES]) for _, params in settings]
    grown = _growing(fitted.estimators_, X)
    means = {number: mean for number, mean in enumerate(grown, 1) if number in trees}
    return [means[number] for number in trees]


def _growing(trees: Sequence[Any], X: Matrix) -> Iterator[Matrix]:
    """Return what the first tree answers, the first two, and so on; as forests do."""
    rows = X.astype(np.float32)  # as trees read them
    total = np.zeros(len(rows))
    for number, tree in enumerate(trees, 1):
        total += tree.predict_proba(rows, check_input=False)[:, 1]
        yield total / number
