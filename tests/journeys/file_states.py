"""The states of the pages of files: how to come to each."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any, Final

from django.contrib.auth.models import User
from django.urls import reverse
from django.utils import timezone

from predictor.models import BatchJob
from tests import builders
from tests.journeys.desk import Desk
from tests.rows import row
from tests.services.batches import files
from tests.services.batches.conftest import work_off


def _upload(desk: Desk, table: list[dict[str, Any]] | bytes) -> None:
    content = table if isinstance(table, bytes) else files.as_csv(table)
    desk.go("/files/new/")
    sent: Any = {"name": "loans.csv", "mimeType": "text/csv", "buffer": content}
    desk.page.locator("#id_file").set_input_files(sent)
    desk.press("Look it over")


def _file_errors(desk: Desk) -> None:
    _upload(desk, b"a,b\n1,2\n")


_BAD: Final = {"Education": "College", "LoanAmount": "much"}


def _file_preview(desk: Desk) -> None:
    bad = [row(Loan_ID=f"BAD-{i}", **_BAD) for i in range(40)]
    _upload(desk, [*files.rows(6), *bad])


def _file_waiting(desk: Desk) -> None:
    _upload(desk, files.rows(6))
    desk.press("Score all 6 rows")


def _file_at(desk: Desk, state: str, **values: Any) -> None:
    officer = User.objects.get(username="officer")
    job = builders.batch_job(owner=officer, state=state, rows=5_000, **values)
    desk.go(reverse("file-detail", args=[job.pk]))


def _file_scoring(desk: Desk) -> None:
    _file_at(desk, "scoring", rows_done=1_240, claim="a worker")


def _file_done(desk: Desk) -> None:
    _upload(desk, [*files.rows(6), row(**_BAD)])
    desk.press("Score the 6 good rows")
    work_off(BatchJob.objects.get())
    desk.go(reverse("file-detail", args=[BatchJob.objects.get().pk]))


def _file_failed(desk: Desk) -> None:
    now = timezone.now()
    _file_at(desk, "failed", message="not_csv", at_line=2_041, finished_at=now)


def _file_cancelled(desk: Desk) -> None:
    _file_at(desk, "cancelled", rows_done=1_240, finished_at=timezone.now())


def _file_left_alone(desk: Desk) -> None:
    """Wait for a worker that nobody has started."""
    _file_at(desk, "waiting", created_at=timezone.now() - timedelta(minutes=10))


def _file_list(desk: Desk) -> None:
    _file_done(desk)
    _file_scoring(desk)
    desk.go("/files/")


FILES: Final[dict[str, Callable[[Desk], None]]] = {
    "file": lambda desk: desk.go("/files/new/"),
    "file-errors": _file_errors,
    "file-preview": _file_preview,
    "file-checking": lambda desk: _file_at(desk, "checking", claim="a worker"),
    "file-waiting": _file_waiting,
    "file-left-alone": _file_left_alone,
    "file-scoring": _file_scoring,
    "file-done": _file_done,
    "file-cancelled": _file_cancelled,
    "file-failed": _file_failed,
    "file-list": _file_list,
    "file-list-empty": lambda desk: desk.go("/files/"),
}
