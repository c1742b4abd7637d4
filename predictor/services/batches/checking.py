"""Every row of a file is checked before anything is stored of it as an application."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final

import msgspec
from django.contrib.auth.models import User
from django.db import transaction

from ml import schema
from ml.applicants import Applicants
from ml.tables import Line, UnreadableFile
from ml.validation import RowError, check_rows
from predictor.models import BatchChunk, BatchFile, BatchJob, BatchState
from predictor.services import refusals
from predictor.services.batches import claims
from predictor.services.batches.jobs import MAX_ROWS, finish
from predictor.services.batches.reading import opened
from predictor.services.receiving import Received

#: Rows of a file that are checked, scored and committed together.
CHUNK: Final = 1_000

Seen = dict[schema.Value, int]
_encode = msgspec.json.Encoder().encode


@dataclass(frozen=True, slots=True)
class Examined:
    """Some rows of a file: those that can be scored, and what is wrong with others."""

    rows: int  # in all
    lines: list[int]
    applicants: list[schema.Applicant]
    errors: list[RowError]

    @property
    def bad(self) -> int:
        """How many rows cannot be scored."""
        return self.rows - len(self.lines)


def examine(lines: Sequence[Line], *, by: User, seen: Seen) -> Examined:
    """Check rows by all rules, and by what the record would refuse now.

    Parameters
    ----------
    seen : the references of the rows before them; theirs are added.
    """
    whole = [line for line in lines if line.error is None]
    checked = check_rows(
        [line.row for line in whole],
        numbers=[line.number for line in whole],
        seen=seen,
    )
    found = Received(Applicants.of(checked.rows, checked.applicants), checked.errors)
    refused = refusals.foresee(found, by, overwrite=False)
    broken = [line.error for line in lines if line.error]
    errors = sorted([*broken, *checked.errors, *refused], key=lambda error: error.row)
    bad = {error.row for error in refused}
    pairs = zip(checked.rows, checked.applicants, strict=True)
    good = [(row, applicant) for row, applicant in pairs if row not in bad]
    return Examined(len(lines), [r for r, _ in good], [a for _, a in good], errors)


def examined(lines: Iterable[Line], *, by: User) -> Iterator[Examined]:
    """Check all rows of a file, chunk by chunk."""
    seen: Seen = {}
    lines = iter(lines)
    while some := list(islice(lines, CHUNK)):
        yield examine(some, by=by, seen=seen)


def add(job: BatchJob, found: Examined) -> None:
    """Store the next chunk of a job that is locked, or new; the job is not saved."""
    BatchChunk.objects.create(
        job=job,
        index=job.rows // CHUNK,
        lines=_encode(found.lines).decode(),
        rows=_encode(found.applicants).decode() if found.applicants else "",
        good=len(found.lines),
        errors=as_json(found.errors),
        error_count=len(found.errors),
    )
    job.rows += found.rows
    job.bad_rows += found.bad


def as_json(errors: Iterable[RowError]) -> str:
    """Return errors as they are kept: line, field and rule. Sentences come later."""
    return _encode([(e.row, e.field, e.rule) for e in errors]).decode()


def check(job: BatchJob) -> None:
    """Check the file of a job that is claimed, from its beginning.

    Raises
    ------
    claims.Lost
    """
    _begin(job)
    content = bytes(BatchFile.objects.get(job=job).content)
    try:
        with opened(content) as file:
            for found in examined(file.lines, by=job.owner):
                _commit(job, found)
    except UnreadableFile as unreadable:
        _fail(job, unreadable.problem, unreadable.line)
    else:
        _end(job)


@transaction.atomic
def _begin(job: BatchJob) -> None:
    """Forget what a worker that was killed had found."""
    held = claims.hold(job)
    held.attempts = job.attempts  # nothing is done yet
    held.rows = held.bad_rows = 0
    held.chunks.all().delete()
    held.save()


@transaction.atomic
def _commit(job: BatchJob, found: Examined) -> None:
    held = claims.hold(job)
    held.attempts = job.attempts  # another attempt would begin anew
    add(held, found)
    if held.rows > MAX_ROWS:
        raise UnreadableFile("The file has too many rows.", problem="too_many_rows")
    held.save()


@transaction.atomic
def _end(job: BatchJob) -> None:
    held = claims.hold(job)
    if not held.rows:
        finish(held, BatchState.FAILED, message="no_rows")
        return
    held.state, held.claim = BatchState.CHECKED, ""
    held.save()
    BatchFile.objects.filter(job=held).delete()


@transaction.atomic
def _fail(job: BatchJob, problem: str, line: int | None) -> None:
    held = claims.hold(job)
    held.at_line = line
    finish(held, BatchState.FAILED, message=problem)
