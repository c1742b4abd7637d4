"""Why an application is closed or opened."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from predictor.web.page_form import PageForm
from predictor.web.texts import paragraph
from predictor.web.wording import Words


class ReasonForm(PageForm):
    """One question, which has to be answered."""

    why = paragraph(
        "",
        _("It is kept in the history of the application, and nobody can change it."),
        required=_("Enter the answer in your words."),
    )

    def __init__(self, *args: Any, question: Words, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["why"].label = question
