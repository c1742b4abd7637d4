"""The same request twice: the same answer, and nothing stored twice."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Final

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.utils import timezone

from predictor.models import IdempotencyKey

KEPT_FOR: Final = timedelta(hours=24)


class KeyReused(Exception):
    """The key came with another request before."""

    def __init__(self) -> None:
        super().__init__("This Idempotency-Key was used for another request.")


def answer_once(
    *,
    client: User,
    key: str,
    request_sha256: str,
    answer: Callable[[], str],
) -> str:
    """Return ``answer()``, or what it gave when the same request came before.

    The key is written in the transaction of what ``answer`` stores: both stay, or none.

    Raises
    ------
    KeyReused
        Where the key stands for a request with another digest.
    """
    kept = _kept(client, key)
    if kept is None:
        try:
            return _answer_first(client, key, request_sha256, answer)
        except _Overtaken:
            kept = IdempotencyKey.objects.get(client_id=client.pk, key=key)
    if kept.request_sha256 != request_sha256:
        raise KeyReused
    return kept.answer


class _Overtaken(Exception):
    """Another process wrote the key first."""


def _kept(client: User, key: str) -> IdempotencyKey | None:
    since = timezone.now() - KEPT_FOR
    return IdempotencyKey.objects.filter(
        client_id=client.pk, key=key, created_at__gte=since
    ).first()


@transaction.atomic
def _answer_first(
    client: User,
    key: str,
    request_sha256: str,
    answer: Callable[[], str],
) -> str:
    now = timezone.now()
    keys = IdempotencyKey.objects.filter(client_id=client.pk)
    # The client's own alone: a purge of everybody's would make clients wait.
    keys.filter(created_at__lt=now - KEPT_FOR).delete()
    try:
        with transaction.atomic():
            kept = IdempotencyKey.objects.create(
                client_id=client.pk,
                key=key,
                request_sha256=request_sha256,
                created_at=now,
            )
    except IntegrityError:
        raise _Overtaken from None
    kept.answer = answer()
    kept.save(update_fields=["answer"])
    return kept.answer
