"""Files scored with the live version; nothing is stored."""

from __future__ import annotations

from pathlib import Path

from ml.files import BadRows, FileResult, OnProgress, score_csv
from ml.outputs import UnwritableFile, place
from ml.tables import UnreadableFile
from predictor.services import registry

__all__ = [
    "BadRows",
    "FileResult",
    "SameFile",
    "UnreadableFile",
    "UnwritableFile",
    "score_file",
]


class SameFile(Exception):
    """The scores would take the place of what was scored."""

    def __init__(self) -> None:
        super().__init__("OUT is IN: give the scores a file of their own.")


def score_file(
    *,
    source: Path,
    target: Path,
    skip_bad_rows: bool = False,
    on_progress: OnProgress = lambda done, total: None,
) -> FileResult:
    """Score a CSV file into another one.

    Raises
    ------
    UnreadableFile, UnwritableFile, BadRows, SameFile
        And no file is written.
    registry.NoActiveModel, registry.ArtifactError
    """
    target = place(target)
    try:
        same = source.exists() and target.exists() and target.samefile(source)
    except OSError as error:
        raise UnwritableFile(f"{target.name} cannot be a file: {error}.") from None
    if same:
        raise SameFile
    return score_csv(
        source,
        target,
        scorer=registry.live().scorer,
        skip_bad_rows=skip_bad_rows,
        on_progress=on_progress,
    )
