"""What an artifact says of itself: everything that serving needs beside model.onnx."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, Final

from ml import schema
from ml.features import FeatureState
from ml.recommendation import Thresholds

#: The format of the folder. A change that old code cannot read raises it.
FORMAT: Final = 1

Row = tuple[float | None, ...]


@dataclass(frozen=True, slots=True)
class Canaries:
    """Generated rows and what the model answered on the day it was written."""

    rows: tuple[Row, ...]  # encoded, None for missing
    probabilities: tuple[float, ...]

    def __post_init__(self) -> None:
        """Refuse what would reproduce whatever the model answers."""
        widths = {len(row) for row in self.rows}
        if widths != {len(schema.PREDICTORS)} or len(self.rows) != len(
            self.probabilities
        ):
            raise ValueError("no canary rows, or not one answer for each")


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """The contents of manifest.json.

    ``digests`` holds the SHA-256 of every other file of the folder by its name,
    ``ranges`` the least and the greatest value of each number in the training rows.
    """

    format: int
    schema_version: int
    number: int
    family: str
    params: dict[str, Any]
    inputs: tuple[str, ...]
    include_protected: bool
    features: FeatureState
    thresholds: Thresholds
    reference_applicant: schema.Applicant
    ranges: dict[str, tuple[float, float]]
    canaries: Canaries
    digests: dict[str, str]
    libraries: dict[str, str]
    created_at: str
    seed: int
    rows: int
    data_sha256: str
    label_kind: str

    def as_dict(self) -> dict[str, Any]:
        """Return the manifest as JSON values."""
        values = {field.name: getattr(self, field.name) for field in fields(self)}
        return values | {
            "features": self.features.as_dict(),
            "thresholds": self.thresholds.as_dict(),
            "canaries": {
                "rows": self.canaries.rows,
                "probabilities": self.canaries.probabilities,
            },
        }

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> Manifest:
        """Return the manifest that ``as_dict`` wrote.

        Raises
        ------
        KeyError, TypeError, ValueError
            Where something is missing or of another kind.
        """
        canaries = values["canaries"]
        ranges = values["ranges"].items()
        known = {field.name: values[field.name] for field in fields(cls)}
        return cls(
            **known
            | {
                "inputs": tuple(values["inputs"]),
                "features": FeatureState.from_dict(values["features"]),
                "thresholds": Thresholds.from_dict(values["thresholds"]),
                "ranges": {name: (low, high) for name, (low, high) in ranges},
                "canaries": Canaries(
                    rows=tuple(tuple(row) for row in canaries["rows"]),
                    probabilities=tuple(canaries["probabilities"]),
                ),
            }
        )
