"""The pages of files, in their states: what a test client has to ask for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from predictor.models import BatchJob
from tests import builders
from tests.rows import row
from tests.services.batches import files

BAD = row(
    Loan_ID="a b", Education="x", LoanAmount="x", ApplicantIncome="x", Credit_History=7
)


def _send(desk: Any, content: bytes) -> Any:
    return desk.post("file-new", file=SimpleUploadedFile("loans.csv", content))


def listed(desk: Any) -> Iterator[Any]:
    """Visit the list, empty and with files."""
    yield desk.get("file-list")
    for state in ("checked", "scoring"):
        builders.batch_job(owner=desk.officer, state=state)
    yield desk.get("file-list")


def new(desk: Any) -> Iterator[Any]:
    """Visit the upload, with all that may be wrong with a file as a whole."""
    yield desk.get("file-new")
    heading = ",".join(files.NAMES).encode()
    for content in (
        *(b"", heading, b"a,b\n1,2\n", heading + b",,Loan_Status", b"\x81\x8d\x8f"),
        *(heading + b",Education", b"Education\n", heading + b',"', b"PK\x03\x04"),
        *(b"\xd0\xcf\x11\xe0", heading + b"\n1" * 100_001),
    ):
        yield _send(desk, content)


def job(desk: Any) -> Iterator[Any]:
    """Visit a file in each of its states."""
    two = [row(Loan_ID="LP1", Education=""), row(Loan_ID="LP2")]
    yield _send(desk, files.as_csv([*two, row(Loan_ID="LP2"), BAD]) + b"x\n")
    yield desk.post("file-detail", BatchJob.objects.get().pk, action="cancel")
    ended: dict[str, Any] = {"finished_at": timezone.now()}
    states: list[dict[str, Any]] = [
        *({"state": state} for state in ("uploaded", "checking", "waiting", "scoring")),
        {**ended, "state": "done", "rows_done": 1, "refused_rows": 1},
        {**ended, "state": "done", "rows": 3, "bad_rows": 1, "rows_done": 2},
        {**ended, "state": "cancelled", "rows_done": 1},
        *(
            {**ended, "state": "failed", "message": message}
            for message in ("attempts", "not_csv", "no_model", "broken_model")
        ),
    ]
    for changes in states:
        made = builders.batch_job(owner=desk.officer, **changes)
        yield desk.get("file-detail", made.pk)
    made.chunks.all().delete()
    yield desk.get("file-detail", made.pk)
