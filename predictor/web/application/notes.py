"""Notes of officers, kept beside an application."""

from __future__ import annotations

from typing import cast
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext

from predictor.services.desk import journal
from predictor.web.addresses import of_application
from predictor.web.application import page
from predictor.web.application.notes_form import NoteForm
from predictor.web.form_page import form_page
from predictor.web.login import interrupted


@form_page("predictor.view_loanapplication", "predictor.add_journalentry")
def add_note(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Keep a note; what was typed before an interruption is shown once more."""
    application = get_object_or_404(page.asked_for(request), pk=pk)
    if request.method != "POST":
        typed = interrupted.typed(request).dict()
        return page.show(request, application, NoteForm(initial=typed))
    interrupted.forget(request)
    form = NoteForm(request.POST)
    if not form.is_valid():
        return page.show(request, application, form)
    journal.note(application, form.cleaned_data["text"], by=cast("User", request.user))
    messages.success(request, gettext("The note is kept."))
    return redirect(of_application(pk))
