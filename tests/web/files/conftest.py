"""What the pages of files are tried with."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from predictor.models import BatchJob
from tests.services.batches import files

Send = Callable[..., Any]


@pytest.fixture
def send(officer_client: Client) -> Send:
    """Return a function that uploads rows, or bytes, by the form."""

    def send(content: Any, name: str = "loans.csv", client: Any = None) -> Any:
        content = content if isinstance(content, bytes) else files.as_csv(content)
        sent = {"sent": "1", "file": SimpleUploadedFile(name, content)}
        return (client or officer_client).post(reverse("file-new"), sent)

    return send


@pytest.fixture
def uploaded(send: Send) -> Callable[..., BatchJob]:
    """Return a function that uploads rows and returns their job."""

    def uploaded(content: Any, name: str = "loans.csv") -> BatchJob:
        answer = send(content, name)
        assert answer.status_code == 302, answer.content.decode()
        return BatchJob.objects.latest("id")

    return uploaded


@pytest.fixture
def press(officer_client: Client) -> Send:
    """Return a function that presses a button of a file's page."""

    def press(job: BatchJob, action: str, client: Any = None) -> str:
        address = reverse("file-detail", args=[job.pk])
        sent = {"action": action}
        answer = (client or officer_client).post(address, sent, follow=True)
        job.refresh_from_db()
        return str(answer.content.decode())

    return press


@pytest.fixture
def page_of(officer_client: Client) -> Callable[..., str]:
    """Return a function that opens the page of a file."""

    def page_of(job: BatchJob, query: str = "") -> str:
        address = reverse("file-detail", args=[job.pk])
        return " ".join(officer_client.get(address + query).content.decode().split())

    return page_of
