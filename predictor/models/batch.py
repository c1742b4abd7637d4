"""Files that are scored in the background: job, content, and rows in chunks."""

from __future__ import annotations

from typing import Any, ClassVar, Final

from django.conf import settings
from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from predictor.models import columns
from predictor.models.keys import new_key


class BatchState(models.TextChoices):
    """How far a file is."""

    UPLOADED = "uploaded", _("Waits to be checked")
    CHECKING = "checking", _("Being checked")
    CHECKED = "checked", _("Waits for you")
    WAITING = "waiting", _("Waits to be scored")
    SCORING = "scoring", _("Being scored")
    DONE = "done", _("Scored")
    CANCELLED = "cancelled", _("Cancelled")
    FAILED = "failed", _("Failed")


class BatchKind(models.TextChoices):
    """What a file is, whatever it is called."""

    CSV = "csv", "CSV"
    EXCEL = "excel", "Excel"


#: In these a worker is at it, or one is waited for.
AT_WORK: Final = (
    BatchState.UPLOADED,
    BatchState.CHECKING,
    BatchState.WAITING,
    BatchState.SCORING,
)
FINISHED: Final = (BatchState.DONE, BatchState.CANCELLED, BatchState.FAILED)


class BatchJob(models.Model):
    """A file that an officer has scored, and how far that is."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="batch_jobs",
        db_index=False,  # the index of its list begins with it
    )
    name = models.CharField(max_length=200, help_text="Of the file.")
    kind = models.CharField(max_length=8, choices=BatchKind.choices)
    encoding = models.CharField(
        max_length=16, blank=True, help_text="Of a CSV file: utf-8 or cp1252."
    )
    columns = models.JSONField(help_text="The names of its columns, in their order.")
    state = models.CharField(max_length=16, choices=BatchState.choices)

    rows = models.PositiveIntegerField(default=0, help_text="Read so far, or in all.")
    bad_rows = models.PositiveIntegerField(
        default=0, help_text="Rows among them that the check refused."
    )
    rows_done = models.PositiveIntegerField(
        default=0, help_text="Good rows that scoring has come past."
    )
    refused_rows = models.PositiveIntegerField(
        default=0, help_text="Rows among those that were refused when stored."
    )
    checkpoint = models.PositiveIntegerField(
        default=0, help_text="The number of chunks that are scored."
    )

    claim = models.CharField(
        max_length=36, blank=True, help_text="Of the worker that is at it."
    )
    task_id = models.UUIDField(null=True, blank=True)
    attempts = models.PositiveIntegerField(
        default=0, help_text="Since a chunk was last committed."
    )
    heartbeat_at = models.DateTimeField()
    created_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    message = models.CharField(
        max_length=32, blank=True, help_text="Why it failed, in one word."
    )
    at_line = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-id"]
        default_permissions = ("add", "view")
        indexes: ClassVar[list[Any]] = [
            models.Index(name="batch_of_owner", fields=["owner", "id"]),
            models.Index(
                name="batch_at_work",
                fields=["heartbeat_at"],
                condition=columns.one_of("state", AT_WORK),
            ),
        ]
        constraints: ClassVar[list[Any]] = [
            CheckConstraint(
                name="batch_state_known",
                condition=columns.one_of("state", BatchState.values),
            ),
            CheckConstraint(
                name="batch_kind_known",
                condition=columns.one_of("kind", BatchKind.values),
            ),
            CheckConstraint(
                name="batch_finished_has_its_time",
                condition=columns.one_of("state", FINISHED)
                & Q(finished_at__isnull=False)
                | ~columns.one_of("state", FINISHED) & Q(finished_at__isnull=True),
            ),
            CheckConstraint(
                name="batch_failure_has_a_message",
                condition=Q(state=BatchState.FAILED) & ~Q(message="")
                | ~Q(state=BatchState.FAILED) & Q(message=""),
            ),
            CheckConstraint(
                name="batch_claimed_while_at_work",
                condition=Q(claim="") | columns.one_of("state", AT_WORK),
            ),
            CheckConstraint(
                name="batch_counts_in_order",
                condition=Q(
                    rows__gte=F("bad_rows") + F("rows_done"),
                    rows_done__gte=F("refused_rows"),
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"File of {self.created_at:%Y-%m-%d %H:%M}"

    @property
    def is_at_work(self) -> bool:
        """Whether a worker is at it, or one is waited for."""
        return self.state in AT_WORK

    @property
    def is_finished(self) -> bool:
        """Whether nothing more will come of it."""
        return self.state in FINISHED

    @property
    def good_rows(self) -> int:
        """How many rows can be scored, as far as the check knows."""
        return self.rows - self.bad_rows

    @property
    def scored_rows(self) -> int:
        """How many rows have a score that is stored."""
        return self.rows_done - self.refused_rows


class BatchFile(models.Model):
    """The bytes of a file until they are checked; no list of jobs reads them."""

    job = models.OneToOneField(
        BatchJob, on_delete=models.CASCADE, primary_key=True, related_name="file"
    )
    content = models.BinaryField()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"Content of {self.job_id}"


class BatchChunk(models.Model):
    """Some rows of a file: first as they are to be scored, then with their scores."""

    job = models.ForeignKey(
        BatchJob,
        on_delete=models.CASCADE,
        related_name="chunks",
        db_index=False,  # the unique constraint begins with it
    )
    index = models.PositiveIntegerField()
    lines = models.TextField(help_text="JSON: the line of each good row in the file.")
    rows = models.TextField(help_text="JSON: the good rows; empty once scored.")
    good = models.PositiveIntegerField(help_text="How many good rows there are.")
    results = models.TextField(blank=True, help_text="JSON: their scores.")
    errors = models.TextField(help_text="JSON: line, field and rule of each error.")
    error_count = models.PositiveIntegerField()

    class Meta:
        ordering: ClassVar[list[str]] = ["job", "index"]
        default_permissions = ()
        constraints: ClassVar[list[Any]] = [
            UniqueConstraint(name="one_chunk_of_an_index", fields=["job", "index"])
        ]

    def __str__(self) -> str:
        return f"Chunk {self.index} of {self.job_id}"
