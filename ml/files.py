"""Files of applications scored in a stream: memory does not grow with the file."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import BinaryIO, Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from ml import blocks, encoding, schema, tables
from ml.outputs import whole
from ml.plausibility import Likely
from ml.recommendation import ANSWERS, predict
from ml.scorer import Scorer, Scores
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
_FEW: Final = 64  # lines that are read thoroughly sooner than in halves
_ERRORS_KEPT: Final = 1_000

OnProgress = Callable[[int, int], None]
Matrix = npt.NDArray[np.float64]


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

    Decisions and dates that the file holds are checked and copied. ``target`` appears
    when it is complete.

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
    with tables.open_csv(source, schema.IMPORT_FIELDS) as table, whole(target) as file:
        file.write(_as_line([*table.heading, *ADDED]).removeprefix(b"\n"))
        likely = Likely(scorer.manifest.ranges)
        run = _Run(table, scorer, likely, result, file, on_progress)
        for block in table.blocks():
            run.score(block)
        file.write(b"\n")
        if result.bad and not skip_bad_rows:
            raise BadRows(result)
    return result


@dataclass(frozen=True, slots=True)
class _Run:
    """A file on its way into another one."""

    table: tables.Table
    scorer: Scorer
    likely: Likely
    result: FileResult
    file: BinaryIO
    on_progress: OnProgress

    def score(self, block: tables.Block) -> None:
        """Write the lines of a block with their scores.

        Where one is wrong the halves are tried: most of them are read fast.
        """
        if block.text is None:
            self._score_thoroughly(block.lines)
            return
        matrix = blocks.parse(block.text, self.table.heading, self.table.fields)
        if matrix is not None:
            self._write(_lines(block.text), matrix)
        elif tables.count_breaks(block.text) <= _FEW:
            self._score_thoroughly(block.lines)
        else:
            for half in self._halves(block.text, block.number):
                self.score(half)

    def _halves(self, text: bytes, number: int) -> Iterator[tables.Block]:
        half = len(text) // 2
        middle = text.rfind(b"\n", 0, half) + 1 or text.index(b"\n", half) + 1
        first, second = text[:middle], text[middle:]
        yield self.table.block(first, number)
        yield self.table.block(second, number + tables.count_breaks(first))

    def _score_thoroughly(self, lines: Iterable[tables.Line]) -> None:
        lines = iter(lines)
        while some := list(islice(lines, _CHUNK)):
            good, applicants = [], []
            for line in some:
                applicant, errors = _check(line)
                if errors:
                    self.result.add_bad(errors)
                else:
                    good.append(_as_line(line.cells))
                    applicants.append(applicant)
            self._write(pa.array(good, pa.binary()), encoding.encode(applicants))

    def _write(self, lines: pa.Array, matrix: Matrix) -> None:
        """Write lines, each with the break before it, and what is added to each."""
        self.result.scored += len(matrix)
        scores = self.scorer.score(matrix)
        probability = pc.cast(pa.array(scores.probability), pa.string())
        added = self._added(scores, self.likely.asked(matrix))
        written = pc.binary_join_element_wise(
            lines, pc.cast(probability, pa.binary()), added, b","
        )
        if len(written):
            self.file.write(written.buffers()[2])
        self.on_progress(self.table.position(), self.table.size)

    def _added(self, scores: Scores, asked: npt.NDArray[np.int64]) -> pa.Array:
        """Return the columns after the probability: few different ones, in one text."""
        yes = predict(scores.probability)
        kinds = (asked * len(ANSWERS) + scores.answer) * 2 + yes
        different = np.flatnonzero(np.bincount(kinds))
        places = np.empty(kinds.max(initial=0) + 1, dtype=np.int64)
        places[different] = np.arange(len(different))
        texts = [self._text(*_parts(kind)) for kind in different.tolist()]
        return pa.array(texts, pa.binary()).take(pa.array(places[kinds]))

    def _text(self, asked: int, answer: int, yes: int) -> bytes:
        slips = self.likely.slips(asked)
        warnings = "; ".join(f"{slip.field} {slip.code}" for slip in slips)
        version = self.scorer.manifest.number
        return f"{yes},{ANSWERS[answer][0]},{version},{warnings}".encode()


def _parts(kind: int) -> tuple[int, int, int]:
    rest, yes = divmod(kind, 2)
    asked, answer = divmod(rest, len(ANSWERS))
    return asked, answer, yes


def _lines(text: bytes) -> pa.Array:
    """Return the lines of a block, each with the break before it and not after it."""
    if b"\r" in text:
        text = text.replace(b"\r\n", b"\n")
    whole = b"\n" + text.removesuffix(b"\n")
    breaks = np.flatnonzero(np.frombuffer(whole, np.uint8) == ord("\n"))
    ends = np.append(breaks, len(whole)).astype(np.int32)
    buffers = [None, pa.py_buffer(ends), pa.py_buffer(whole)]
    return pa.Array.from_buffers(pa.binary(), len(breaks), buffers)


def _as_line(cells: Sequence[str]) -> bytes:
    """Return a line of CSV with the break before it."""
    text = io.StringIO()
    csv.writer(text, lineterminator="").writerow(cells)
    return b"\n" + text.getvalue().encode()


def _check(line: tables.Line) -> tuple[schema.Applicant, list[RowError]]:
    if line.error:
        return {}, [line.error]
    return check_row(line.row, number=line.number, fields=schema.IMPORT_FIELDS)
