"""How a version treats people who differ in nothing but a protected attribute."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final

from ml import encoding, flips, schema
from ml.flips import Flip
from predictor.models import LoanApplication
from predictor.services import registry

__all__ = ["Flip", "FlipTest", "NoApplications", "flip_test"]

_CHUNK: Final = 4_096

OnProgress = Callable[[int, int], None]


class NoApplications(Exception):
    """There is nobody to try it on."""

    def __init__(self) -> None:
        super().__init__(
            "There are no applications yet. manage.py load_sample stores the sample's."
        )


@dataclass(frozen=True, slots=True)
class FlipTest:
    """What a flip test of one version found, by protected attribute."""

    model_version: int
    flips: tuple[Flip, ...]

    def as_dict(self) -> dict[str, Any]:
        """Return it as JSON values."""
        found = [flip.as_dict() for flip in self.flips]
        return {"model_version": self.model_version, "flips": found}


def flip_test(
    number: int | None = None,
    *,
    on_progress: OnProgress = lambda done, total: None,
) -> FlipTest:
    """Try every other value of each protected attribute on all applications.

    Parameters
    ----------
    number : of the version; by default the one that is live.

    Raises
    ------
    NoApplications, registry.NoActiveModel, registry.ArtifactError
    registry.NoSuchVersion
        Where no version has that number.
    """
    version = registry.live() if number is None else registry.version(number)
    scorer = version.scorer
    applications = LoanApplication.objects.order_by("id")
    total, found = applications.count(), []
    attributes = [field.attribute for field in schema.PREDICTORS]
    rows = applications.values_list(*attributes).iterator(_CHUNK)
    names = [field.name for field in schema.PREDICTORS]
    while chunk := list(islice(rows, _CHUNK)):
        columns = dict(zip(names, zip(*chunk, strict=True), strict=True))
        matrix = encoding.encode_columns(columns)
        thresholds = scorer.manifest.thresholds
        found.append(flips.flip_test(scorer.probabilities, matrix, thresholds))
        on_progress(sum(part[0].rows for part in found), total)
    if not found:
        raise NoApplications
    return FlipTest(version.number, flips.add(found))
