"""Scores, errors and the template as files."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import PurePath
from typing import Final, cast
from uuid import UUID

from django.contrib.auth.decorators import login_required, permission_required
from django.contrib.auth.models import User
from django.http import FileResponse, Http404, HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from predictor.models import BatchJob
from predictor.services.batches import exports, jobs
from predictor.services.batches.exports import Row

_EXCEL: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


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
    if kind == "csv":
        return _csv(exports.template(), "loanapp-template.csv")
    sheets = {_("Applications"): exports.template(), _("Columns"): exports.dictionary()}
    return _excel(sheets, "loanapp-template.xlsx")


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
    name = f"{PurePath(job.name).stem}-{word}"
    if kind == "csv":
        return _csv(rows(job), f"{name}.csv")
    return _excel({word: rows(job)}, f"{name}.xlsx")


def _csv(rows: Iterator[Row], name: str) -> HttpResponseBase:
    headers = {"Content-Disposition": content_disposition_header(True, name) or ""}
    return StreamingHttpResponse(
        exports.as_csv(rows), content_type="text/csv; charset=utf-8", headers=headers
    )


def _excel(sheets: Mapping[str, Iterator[Row]], name: str) -> HttpResponseBase:
    file = exports.as_excel(sheets)
    return FileResponse(file, as_attachment=True, filename=name, content_type=_EXCEL)
