"""Files of applications scored in a stream: memory does not grow with the file."""

from __future__ import annotations

import csv
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import IO, Any, Final

from ml import encoding, plausibility, schema, tables
from ml.recommendation import predict
from ml.scorer import Scorer
from ml.validation import RowError, check_row

#: The columns that follow those of the input.
ADDED: Final = (
    "probability",
    "prediction",
    "recommendation",
    "model_version",
    "warnings",
)

_CHUNK: Final = 4_096
_ERRORS_KEPT: Final = 1_000

OnProgress = Callable[[int, int], None]


class BadRows(Exception):
    """Rows break rules, so no file was written."""

    def __init__(self, result: FileResult) -> None:
        super().__init__(f"{result.bad:,} rows break rules.")
        self.result = result


@dataclass(slots=True)
class FileResult:
    """What scoring a file came to; the first 1,000 errors are kept."""

    scored: int = 0
    bad: int = 0
    errors: list[RowError] = field(default_factory=list)

    def add_bad(self, errors: list[RowError]) -> None:
        self.bad += 1
        self.errors.extend(errors[: _ERRORS_KEPT - len(self.errors)])


def score_csv(
    source: Path,
    target: Path,
    *,
    scorer: Scorer,
    skip_bad_rows: bool = False,
    on_progress: OnProgress = lambda done, total: None,
) -> FileResult:
    """Write the rows of ``source`` with their scores to ``target``.

    Decisions and dates that the file holds are copied and not looked at. ``target``
    appears when it is complete.

    Parameters
    ----------
    on_progress : is told the bytes that were read, and all that there are.

    Raises
    ------
    tables.UnreadableFile
        Where the file as a whole is not understood.
    UnwritableFile
        Where the target cannot be written.
    BadRows
        Where rows are wrong and are not to be skipped.
    """
    result = FileResult()
    fields = schema.IMPORT_FIELDS
    with tables.open_csv(source, fields) as table, _whole(target) as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow([*table.heading, *ADDED])
        while lines := list(islice(table.lines, _CHUNK)):
            writer.writerows(_scored(lines, scorer, result))
            on_progress(table.position(), table.size)
        if result.bad and not skip_bad_rows:
            raise BadRows(result)
    return result


def _scored(
    lines: list[tables.Line], scorer: Scorer, result: FileResult
) -> Iterator[list[Any]]:
    good, applicants = [], []
    for line in lines:
        applicant, errors = _check(line)
        if errors:
            result.add_bad(errors)
        else:
            good.append(line)
            applicants.append(applicant)
    result.scored += len(good)
    scores = scorer.score(encoding.encode(applicants))
    added = zip(
        scores.probability.tolist(),
        predict(scores.probability).tolist(),
        scores.recommendation,
        strict=True,
    )
    version, ranges = scorer.manifest.number, scorer.manifest.ranges
    for line, applicant, columns in zip(good, applicants, added, strict=True):
        yield [*line.cells, *columns, version, _warnings(applicant, ranges)]


def _warnings(applicant: schema.Applicant, ranges: plausibility.Ranges) -> str:
    """Return what looks like a slip, in one cell: ``LoanAmount amount_small; ...``."""
    slips = plausibility.warn(applicant, ranges)
    return "; ".join(f"{slip.field} {slip.code}" for slip in slips)


def _check(line: tables.Line) -> tuple[schema.Applicant, list[RowError]]:
    if line.error:
        return {}, [line.error]
    return check_row(line.row, number=line.number, fields=schema.IMPORT_FIELDS)


class UnwritableFile(Exception):
    """The scores cannot be written where they should be."""


@contextmanager
def _whole(target: Path) -> Iterator[IO[str]]:
    """Open a file that takes its name only when the block ends well."""
    if target.exists() and not target.is_file():
        raise UnwritableFile(f"{target} is there and is not a file.")
    temporary = target.with_name(f".{target.name}.{secrets.token_hex(4)}")
    try:
        with temporary.open("x", encoding="utf-8", newline="") as file:
            yield file
        temporary.replace(target)
    except OSError as error:
        raise UnwritableFile(f"{target}: {error.strerror}.") from None
    finally:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)
