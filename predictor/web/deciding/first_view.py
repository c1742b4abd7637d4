"""The page on which an officer says what they think before the score is shown."""

from __future__ import annotations

from typing import cast
from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ml import schema
from predictor.models import LoanApplication, Verdict
from predictor.services.deciding import blind, deadlines, force
from predictor.web import wording
from predictor.web.addresses import of_reference
from predictor.web.form_page import form_page
from predictor.web.history import presentation
from predictor.web.login import interrupted
from predictor.web.page_form import PageForm
from predictor.web.texts import paragraph


class FirstViewForm(PageForm):
    """A verdict, and why where the officer likes to say it."""

    view = forms.ChoiceField(
        label=_("What would you decide?"),
        choices=Verdict.choices,
        widget=forms.RadioSelect(attrs={"class": "stacked"}),
        error_messages={
            "required": _("Choose what you would decide."),
            "invalid_choice": wording.NO_SUCH_ANSWER,
        },
    )
    why = paragraph(_("Why? (optional)"), _("It is kept and stands in no letter."))

    def __init__(self, data: QueryDict | None, *, typed: QueryDict) -> None:
        self.resumed = bool(typed)
        super().__init__(data, initial=typed.dict())


@form_page("predictor.add_decision")
def first_view(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show what was submitted without its score, and ask for a first view."""
    application = get_object_or_404(LoanApplication.objects.without_protected(), pk=pk)
    if not blind.is_hidden(application, request.user):
        return _go_on(application)
    sent = request.POST if request.method == "POST" else None
    form = FirstViewForm(sent, typed=interrupted.typed(request))
    if sent is None or not form.is_valid():
        return _show(request, application, form)
    interrupted.forget(request)
    return _record(request, application, form)


def _record(
    request: HttpRequest, application: LoanApplication, form: FirstViewForm
) -> HttpResponse:
    said = form.cleaned_data
    try:
        blind.record_first_view(
            application,
            Verdict(said["view"]),
            by=cast("User", request.user),
            text=said["why"],
        )
    except blind.NotHidden:  # it was sent twice, or decided meanwhile
        return _go_on(application)
    messages.success(request, gettext("Your first view is recorded."))
    return _go_on(application)


def _go_on(application: LoanApplication) -> HttpResponse:
    """Lead to the decision that waits for a second officer, or else to the score."""
    if waiting := force.awaiting_second(application):
        return redirect("decision", pk=waiting.pk)
    return redirect(of_reference(application.loan_id))


def _show(
    request: HttpRequest, application: LoanApplication, form: FirstViewForm
) -> HttpResponse:
    known = {
        f.name: getattr(application, f.attribute)
        for f in schema.PREDICTORS
        if not f.protected
    }
    context = {
        "application": application,
        "form": form,
        "resumed": form.resumed,
        "known": presentation.submitted(known),
        "due": deadlines.due(application),
    }
    return render(request, "web/first_view.html", context)
