"""What an officer notes beside an application."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from predictor.web.page_form import PageForm
from predictor.web.texts import paragraph


class NoteForm(PageForm):
    """A few sentences."""

    text = paragraph(
        _("Add a note"),
        _(
            "Other officers and auditors read it, and nobody can change or delete it. "
            "Do not write about sex, marital status or dependents."
        ),
        required=_("Enter a note."),
    )
