"""The file that an officer chooses."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from predictor.services.batches.uploading import MAX_BYTES, UnreadableFile
from predictor.web.files import wording
from predictor.web.page_form import PageForm


class UploadForm(PageForm):
    """One file; whether it is a table of applications is the service's business."""

    file = forms.FileField(
        label=_("CSV file or Excel workbook"),
        help_text=_("At most 100,000 rows and 16 MB. An Excel workbook ends in .xlsx."),
        allow_empty_file=True,
        error_messages={
            "required": _("Choose a file."),
            "invalid": _("Choose a file."),
        },
    )

    @classmethod
    def sent(cls, request: HttpRequest) -> UploadForm:
        """Return the form as it was sent."""
        form = cls(request.POST, request.FILES)
        length = int(request.META.get("CONTENT_LENGTH") or 0)
        if not request.FILES and length > MAX_BYTES:  # the file was dropped on the way
            form.errors.clear()
            form.add_error("file", wording.problem("too_large"))
        return form

    @property
    def upload(self) -> Any:
        """The file, once the form is valid."""
        return self.cleaned_data["file"]

    def refuse(self, unreadable: UnreadableFile) -> None:
        """Say what is wrong with the file."""
        message = wording.problem(
            unreadable.problem, names=unreadable.names, line=unreadable.line
        )
        self.add_error("file", message)
