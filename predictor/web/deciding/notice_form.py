"""On which day a letter was sent."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from predictor.web.page_form import PageForm

_EXAMPLE = _("Enter the day, like 2026-03-31.")


class NoticeForm(PageForm):
    """The day; whether it can be is the service's business."""

    sent_on = forms.DateField(
        label=_("Day on which it was sent"),
        input_formats=["%Y-%m-%d"],
        widget=forms.DateInput(
            attrs={"type": "date", "class": "medium"}, format="%Y-%m-%d"
        ),
        error_messages={"required": _EXAMPLE, "invalid": _EXAMPLE},
    )
