"""One's own files, newest first."""

from __future__ import annotations

from typing import cast

from django.contrib.auth.decorators import login_required, permission_required
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from predictor.models import BatchJob
from predictor.web.paging.pages import page_of
from predictor.web.paging.positions import ByIndex, Order


@login_required
@permission_required("predictor.view_batchjob", raise_exception=True)
@require_safe
def file_list(request: HttpRequest) -> HttpResponse:
    """Show a page of the files that somebody uploaded."""
    own = BatchJob.objects.filter(owner=cast("User", request.user))
    newest_first = ByIndex(own, Order(None, descending=True))
    page = page_of(newest_first, request.GET)
    files = own.in_bulk(page.keys)
    context = {"page": page, "files": [files[key] for key in page.keys if key in files]}
    return render(request, "web/files/list.html", context)
