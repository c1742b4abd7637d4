"""What somebody sets for themselves in this browser: so far, the time zone.

It is a cookie, like the zone that the browser tells, for a desk stays where it is,
whoever sits at it; and no page asks the database for it.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Final

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from predictor.services import zones
from predictor.web import wording
from predictor.web.form_page import form_page
from predictor.web.login import interrupted
from predictor.web.page_form import PageForm

_KEPT_FOR: Final = timedelta(days=365)


def _zones() -> list[tuple[str, Any]]:
    named = [(name, name.replace("_", " ")) for name in zones.offered()]
    return [("", _("As the browser says")), *named]


class PreferencesForm(PageForm):
    """The time zone."""

    time_zone = forms.ChoiceField(
        label=_("Time zone"),
        help_text=_("The times on these pages are shown in it."),
        choices=_zones,
        required=False,
        widget=forms.Select(attrs={"class": "medium"}),
        error_messages={"invalid_choice": wording.NO_SUCH_ANSWER},
    )


@form_page()
def preferences(request: HttpRequest) -> HttpResponse:
    """Show what is set, or set it."""
    if request.method != "POST":
        typed = interrupted.typed(request)
        initial = typed.dict() or {"time_zone": zones.chosen(request.COOKIES)}
        return _show(request, PreferencesForm(initial=initial), resumed=bool(typed))
    interrupted.forget(request)
    form = PreferencesForm(request.POST)
    if not form.is_valid():
        return _show(request, form)
    messages.success(request, gettext("Your settings are saved."))
    return _set(redirect("preferences"), form.cleaned_data["time_zone"])


def _set(answer: HttpResponse, zone: str) -> HttpResponse:
    if not zone:
        answer.delete_cookie(zones.CHOSEN, samesite="Lax")
        return answer
    answer.set_cookie(
        zones.CHOSEN,
        zone,
        max_age=_KEPT_FOR,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return answer


def _show(
    request: HttpRequest, form: PreferencesForm, *, resumed: bool = False
) -> HttpResponse:
    context = {
        "form": form,
        "resumed": resumed,
        "moment": timezone.now(),
        "lenders": settings.TIME_ZONE,
    }
    return render(request, "web/preferences.html", context)
