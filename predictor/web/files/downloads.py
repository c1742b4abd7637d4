"""Scores, errors and the template as files."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import PurePath
from typing import Final, cast
from uuid import UUID

from django.contrib.auth.decorators import login_required, permission_required
from django.contrib.auth.models import User
from django.http import Http404, HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from predictor.models import BatchJob
from predictor.services.batches import exports, jobs
from predictor.services.batches.spreadsheets import Row

_TYPES: Final = {
    "csv": "text/csv; charset=utf-8",
    "excel": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@login_required
@permission_required("predictor.view_batchjob", raise_exception=True)
@require_safe
def file_scores(request: HttpRequest, pk: UUID, kind: str) -> HttpResponseBase:
    """Send the scores of a file of one's own."""
    return _of_job(request, pk, kind, exports.scores, "scores")


@login_required
@permission_required("predictor.view_batchjob", raise_exception=True)
@require_safe
def file_errors(request: HttpRequest, pk: UUID, kind: str) -> HttpResponseBase:
    """Send the errors of a file of one's own."""
    return _of_job(request, pk, kind, exports.errors, "errors")


@login_required
@permission_required("predictor.add_batchjob", raise_exception=True)
@require_safe
def file_template(request: HttpRequest, kind: str) -> HttpResponseBase:
    """Send an empty file with the columns that a file may have."""
    sheets = {_("Applications"): exports.template(), _("Columns"): exports.dictionary()}
    return _sent(sheets, kind, "loanapp-template")


def _of_job(
    request: HttpRequest,
    pk: UUID,
    kind: str,
    rows: Callable[[BatchJob], Iterator[Row]],
    word: str,
) -> HttpResponseBase:
    try:
        job = jobs.own(job_id=pk, by=cast("User", request.user))
    except jobs.NoSuchJob:
        raise Http404 from None
    return _sent({word: rows(job)}, kind, f"{PurePath(job.name).stem}-{word}")


def _sent(
    sheets: Mapping[str, Iterator[Row]], kind: str, name: str
) -> HttpResponseBase:
    """Send sheets as a workbook, or the first of them as CSV."""
    if kind == "csv":
        content, ending = exports.as_csv(next(iter(sheets.values()))), "csv"
    else:
        content, ending = exports.as_excel(sheets), "xlsx"
    disposition = content_disposition_header(True, f"{name}.{ending}")
    headers = {"Content-Disposition": disposition or ""}
    return StreamingHttpResponse(content, content_type=_TYPES[kind], headers=headers)
