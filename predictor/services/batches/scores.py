"""The rows of a file are scored, chunk by chunk, each in one transaction.

What a chunk comes to (applications, predictions, the answers kept for the download, and
how far the job is) is committed together, or not at all. So wherever a worker is
killed, the next one goes on behind the last chunk: no row twice, and none lost.
"""

from __future__ import annotations

from typing import Final

import msgspec
from django.db import transaction

from ml import schema
from ml.validation import RowError
from predictor.models import BatchChunk, BatchJob, BatchState, Channel
from predictor.services import registry, scoring
from predictor.services.batches import claims
from predictor.services.batches.jobs import finish
from predictor.services.batches.results import Result, columns
from predictor.services.scored import Answers, ScoredBatch

#: Chunks that are scored before other tasks have their turn.
AT_A_TURN: Final = 10

_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.decode


def score_some(job: BatchJob) -> bool:
    """Score the next chunks of a job that is claimed; whether there are more.

    Raises
    ------
    claims.Lost
    """
    try:
        return all(_score_chunk(job) for _ in range(AT_A_TURN))
    except registry.NoActiveModel:
        _fail(job, "no_model")
    except registry.ArtifactError:
        _fail(job, "broken_model")
    return False


@transaction.atomic
def _score_chunk(job: BatchJob) -> bool:
    """Score the next chunk; whether there may be another."""
    held = claims.hold(job)
    chunk = held.chunks.filter(index=held.checkpoint).first()
    if chunk is None:
        finish(held, BatchState.DONE)
        return False
    if chunk.good:
        _score(held, chunk)
    held.checkpoint += 1
    held.save()
    return True


def _score(job: BatchJob, chunk: BatchChunk) -> None:
    batch = scoring.score(
        rows=chunk.rows.encode(),
        by=job.owner,
        channel=Channel.BATCH,
        request_id=f"batch-{job.pk}",
        on_error="skip",
        overwrite=False,
    )
    lines: list[int] = _decode(chunk.lines)
    rows: list[schema.Applicant] = _decode(chunk.rows)
    chunk.results = _encode(_results(job, batch, lines, rows)).decode()
    _refuse(job, chunk, [(lines[e.row], e) for e in batch.errors])
    chunk.rows = chunk.lines = ""  # the protected attributes are needed no longer
    chunk.save()
    job.rows_done += chunk.good


def _refuse(
    job: BatchJob, chunk: BatchChunk, refused: list[tuple[int, RowError]]
) -> None:
    """Keep which rows were refused after all: somebody sent them meanwhile."""
    if not refused:
        return
    known = [(line, field, rule) for line, field, rule in _decode(chunk.errors)]
    more = [(line, e.field, e.rule) for line, e in refused]
    errors = sorted([*known, *more], key=lambda error: error[0])
    chunk.errors, chunk.error_count = _encode(errors).decode(), len(errors)
    job.refused_rows += len({line for line, _ in refused})


def _results(
    job: BatchJob, batch: ScoredBatch, lines: list[int], rows: list[schema.Applicant]
) -> list[Result]:
    shown, answers = columns(job), batch.answers
    return [
        Result(
            inputs=[rows[row][name] for name in shown],
            loan_id=answers.loan_id[place],
            row=lines[row],
            probability=answers.probability[place],
            prediction=answers.prediction[place],
            recommendation=answers.recommendation[place],
            code=answers.code[place],
            model_version=batch.model_version,
            reasons=_reasons(answers, place),
            warnings=[f"{s.field} {s.code}" for s in answers.warnings[place]],
        )
        for place, row in enumerate(answers.row)
    ]


def _reasons(answers: Answers, place: int) -> list[str]:
    explained = answers.explained[place]
    found = _decode(explained.reasons) if explained else []
    return [one["text"] for one in found if one["field"] not in schema.PROTECTED]


@transaction.atomic
def _fail(job: BatchJob, message: str) -> None:
    finish(claims.hold(job), BatchState.FAILED, message=message)
