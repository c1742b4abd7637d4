"""What came of a file: its scores, and its errors, row by row."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import msgspec
from django.utils.translation import gettext

from ml import schema
from predictor.models import BatchJob
from predictor.services.deciding import blind

#: The columns that follow those of the file.
ADDED: Final = (
    schema.LOAN_ID.name,
    "row",
    "probability",
    "prediction",
    "recommendation",
    "code",
    "model_version",
    "reasons",
    "warnings",
)
_decode = msgspec.json.decode


class Result(msgspec.Struct, array_like=True):
    """One row's score, with what the file said of it but for protected attributes."""

    inputs: list[schema.Value]
    loan_id: str
    row: int
    probability: float
    prediction: int
    recommendation: str
    code: str | None
    model_version: int
    reasons: list[str]
    warnings: list[str]


@dataclass(frozen=True, slots=True)
class Error:
    """A rule that one row breaks."""

    row: int
    field: str | None
    rule: str


@dataclass(frozen=True, slots=True)
class Errors:
    """Some of the errors of a file, and where the next ones begin."""

    errors: list[Error]
    next: tuple[int, int] | None  # chunk, and place among its errors


def columns(job: BatchJob) -> list[str]:
    """Return the columns of the file that are shown: no protected attribute is."""
    hidden = (*schema.PROTECTED, schema.LOAN_ID.name)
    return [name for name in job.columns if name not in hidden]


def heading(job: BatchJob) -> list[str]:
    """Return the heading of the results."""
    return [*columns(job), *ADDED]


def rows(job: BatchJob) -> Iterator[list[object]]:
    """Return the rows of the results, chunk by chunk from the database."""
    scored = job.chunks.exclude(results="").order_by("index")
    for kept in scored.values_list("results", flat=True).iterator(chunk_size=1):
        results = _decode(kept, type=list[Result])
        # Anew at each download: a first view may have been recorded meanwhile.
        hidden = blind.hidden_references([r.loan_id for r in results], job.owner)
        for result in results:
            inputs = map(_number, result.inputs)
            yield [*inputs, *shown(result, hidden=result.loan_id in hidden)]


def shown(result: Result, *, hidden: bool) -> list[object]:
    """Return what an officer sees of one row's score, column by column of ``ADDED``.

    The one place that decides it.
    """
    if hidden:
        unseen = dict.fromkeys(ADDED) | {
            schema.LOAN_ID.name: result.loan_id,
            "row": result.row,
            "reasons": gettext("Hidden until your first view"),
        }
        return list(unseen.values())
    return [
        result.loan_id,
        result.row,
        result.probability,
        result.prediction,
        result.recommendation,
        result.code,
        result.model_version,
        " ".join(result.reasons),
        "; ".join(result.warnings),
    ]


def _number(value: schema.Value) -> schema.Value:
    """Return a whole number without a point, as it will have stood in the file."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def first_rows(job: BatchJob, number: int) -> list[list[schema.Value]]:
    """Return the first rows that can be scored, as they were understood."""
    chunk = job.chunks.exclude(rows="").order_by("index").first()
    found: list[schema.Applicant] = _decode(chunk.rows)[:number] if chunk else []
    names = shown_columns(job)
    return [[_number(row[name]) for name in names] for row in found]


def shown_columns(job: BatchJob) -> list[str]:
    """Return the file's columns in their order, but for protected attributes."""
    return [name for name in job.columns if name not in schema.PROTECTED]


def errors(job: BatchJob) -> Iterator[Error]:
    """Return all errors of a file in the order of its rows."""
    bad = job.chunks.filter(error_count__gt=0).order_by("index")
    for kept in bad.values_list("errors", flat=True).iterator(chunk_size=1):
        yield from _errors(kept)


def some_errors(job: BatchJob, *, start: tuple[int, int], number: int) -> Errors:
    """Return a page of errors; chunks are read only where the page needs them.

    Parameters
    ----------
    start : the chunk, and the place among its errors.
    """
    index, place = start
    bad = job.chunks.filter(index__gte=index, error_count__gt=0).order_by("index")
    needed, waiting = [], number + place + 1  # one more says that there is more
    for at, count in bad.values_list("index", "error_count"):
        if waiting > 0:
            needed.append(at)
        waiting -= count
    kept = bad.filter(index__in=needed).values_list("index", "errors")
    return _page([(at, _errors(text)) for at, text in kept], start, number)


def _page(
    chunks: list[tuple[int, list[Error]]], start: tuple[int, int], number: int
) -> Errors:
    placed = [
        ((at, place), error)
        for at, found in chunks
        for place, error in enumerate(found)
        if (at, place) >= start
    ]
    following = placed[number][0] if len(placed) > number else None
    return Errors([error for _, error in placed[:number]], following)


def _errors(kept: str) -> list[Error]:
    return [Error(*one) for one in _decode(kept)]
