"""The states of the pages of files: how to come to each."""

from __future__ import annotations

from collections.abc import Callable
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


def _file_scoring(desk: Desk) -> None:
    builders.batch_job(
        owner=User.objects.get(username="officer"),
        state="scoring",
        rows=5_000,
        rows_done=1_240,
        claim="a worker",
    )
    desk.go("/files/")
    desk.follow("loans.csv")


def _file_done(desk: Desk) -> None:
    _upload(desk, [*files.rows(6), row(**_BAD)])
    desk.press("Score the 6 good rows")
    work_off(BatchJob.objects.get())
    desk.go(reverse("file-detail", args=[BatchJob.objects.get().pk]))


def _file_failed(desk: Desk) -> None:
    job = builders.batch_job(
        owner=User.objects.get(username="officer"),
        state="failed",
        message="not_csv",
        at_line=2_041,
        finished_at=timezone.now(),
    )
    desk.go(reverse("file-detail", args=[job.pk]))


def _file_list(desk: Desk) -> None:
    _file_done(desk)
    _file_scoring(desk)
    desk.go("/files/")


FILES: Final[dict[str, Callable[[Desk], None]]] = {
    "file": lambda desk: desk.go("/files/new/"),
    "file-errors": _file_errors,
    "file-preview": _file_preview,
    "file-waiting": _file_waiting,
    "file-scoring": _file_scoring,
    "file-done": _file_done,
    "file-failed": _file_failed,
    "file-list": _file_list,
    "file-list-empty": lambda desk: desk.go("/files/"),
}
