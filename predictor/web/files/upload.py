"""The page on which a file is chosen."""

from __future__ import annotations

from typing import Any, Final, cast

from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from predictor.services.batches import exports, uploading
from predictor.web import offline
from predictor.web.files.upload_form import UploadForm
from predictor.web.form_page import form_page
from predictor.web.login import interrupted

NEEDED: Final = ("predictor.add_batchjob", "predictor.add_prediction")
_PAGE: Final = "web/files/upload.html"


def _busy(request: HttpRequest) -> HttpResponse:
    """Show the page once more: a browser gives no file back that was chosen."""
    form = UploadForm({}, {})
    form.errors.clear()
    form.add_error("file", _("The database is busy. Wait a moment, and choose again."))
    return offline.page(request, _PAGE, _context(form))


@form_page(*NEEDED, busy=_busy)
def file_new(request: HttpRequest) -> HttpResponse:
    """Show the form; take the file."""
    if request.method != "POST":
        resumed = bool(interrupted.typed(request))
        return render(request, _PAGE, _context(UploadForm()) | {"resumed": resumed})
    interrupted.forget(request)
    form = UploadForm.sent(request)
    if form.is_valid():
        try:
            return _taken(form, cast("User", request.user))
        except uploading.UnreadableFile as unreadable:
            form.refuse(unreadable)
    return render(request, _PAGE, _context(form))


def _taken(form: UploadForm, by: User) -> HttpResponse:
    file = form.upload
    job = uploading.upload(content=file.read(), name=file.name, by=by)
    return redirect("file-detail", pk=job.pk)


def _context(form: UploadForm) -> dict[str, Any]:
    heading, *columns = exports.dictionary()
    return {"form": form, "heading": heading, "columns": columns}
