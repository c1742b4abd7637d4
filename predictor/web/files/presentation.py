"""What the page of a file shows."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Final

from ml import schema
from predictor.models import BatchJob, BatchState
from predictor.services.batches import results, sentences
from predictor.services.batches.queue import Standing
from predictor.web.files import wording

FIRST_ROWS: Final = 5
ERRORS: Final = 50
_ENCODINGS: Final = {"utf-8": "UTF-8", "cp1252": "Windows-1252"}
#: While it is the same, only the bar of the page moves.
_PHASES: Final[dict[str, str]] = {
    BatchState.UPLOADED: "check",
    BatchState.CHECKING: "check",
    BatchState.WAITING: "score",
    BatchState.SCORING: "score",
}


@dataclass(frozen=True, slots=True)
class Mistake:
    """A rule that a row breaks, and what to do about it."""

    row: int
    field: str
    rule: str
    what_to_do: str


def of(standing: Standing, *, start: str) -> dict[str, Any]:
    """Return what there is to show of a job in its state.

    Parameters
    ----------
    start : where the page of errors begins, as the address has it.
    """
    job = standing.job
    context = {
        "job": job,
        "neglected": standing.neglected,
        "phase": _PHASES.get(job.state, job.state),
        "encoding": _ENCODINGS.get(job.encoding, ""),
        "kept": job.is_finished and job.chunks.exists(),
    }
    if job.state == BatchState.FAILED:
        context["why"] = wording.problem(job.message, line=job.at_line)
    if job.state == BatchState.CHECKED:
        context |= _preview(job)
    return context if job.is_at_work else context | _mistakes(job, start)


def _preview(job: BatchJob) -> dict[str, Any]:
    optional = [f.name for f in schema.APPLICANT_FIELDS if f.name not in job.columns]
    names = results.shown_columns(job)
    rows = results.first_rows(job, FIRST_ROWS)
    return {
        "columns": names,
        "not_shown": [name for name in job.columns if name in schema.PROTECTED],
        "left_out": optional,
        "first_rows": [list(zip(names, row, strict=True)) for row in rows],
    }


def _mistakes(job: BatchJob, start: str) -> dict[str, Any]:
    page = results.some_errors(job, start=_place(start), number=ERRORS)
    following = page.next
    return {
        "mistakes": [_mistake(error) for error in page.errors],
        "more_mistakes": f"{following[0]}-{following[1]}" if following else "",
        "not_first": bool(start),
    }


def _mistake(error: results.Error) -> Mistake:
    sentence = sentences.what_to_do(error.field, error.rule)
    return Mistake(error.row, error.field or "", error.rule, sentence)


def _place(text: str) -> tuple[int, int]:
    """Return the place that the address names; the first where it was tampered with."""
    found = re.fullmatch(r"([0-9]{1,6})-([0-9]{1,6})", text)
    return (int(found[1]), int(found[2])) if found else (0, 0)
