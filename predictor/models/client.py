"""What a client of the API has: tokens, and answers that may be asked for again."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import UniqueConstraint
from knox.models import AbstractAuthToken

from predictor.models.keys import new_key


class Scope(models.TextChoices):
    """What a token may be used for."""

    PREDICT = "predict", "Score and store"
    DRY_RUN = "dry-run", "Score without storing"
    READ = "read", "Read applications, predictions and models"
    DECIDE = "decide", "Record decisions and outcomes"
    MODELS = "models", "Activate model versions"


class ApiToken(AbstractAuthToken):
    """A token of which only the hash is kept."""

    name = models.CharField(max_length=100, help_text="Who uses it, and for what.")
    scopes = models.JSONField()
    rate = models.CharField(
        max_length=16,
        blank=True,
        help_text="Such as 600/min, or none. Empty: the setting API_RATE.",
    )
    last_used_at = models.DateTimeField(null=True, blank=True)

    #: Whether it is a person's and not a program's, as services.callers looked it up.
    is_personal: bool = False

    class Meta:
        ordering: ClassVar[list[str]] = ["-created"]
        verbose_name = "API token"

    def __str__(self) -> str:
        return self.name


class IdempotencyKey(models.Model):
    """The answer to a request that its client marked as one and the same."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    client = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="+",
        db_index=False,  # the unique constraint begins with it
    )
    key = models.CharField(max_length=255)
    request_sha256 = models.CharField(max_length=64)
    answer = models.TextField(blank=True)
    created_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            UniqueConstraint(name="one_answer_for_a_key", fields=["client", "key"])
        ]

    def __str__(self) -> str:
        return self.key
