"""The login page after too many failures, and what counts as one and the same login.

Axes counts; its settings name these functions.
"""

from __future__ import annotations

import math
from http import HTTPStatus
from typing import Any, Final

from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from predictor.services import logins
from predictor.services.addresses import client_address
from predictor.web.login.form import LoginForm
from predictor.web.login.interrupted import KEPT

_LONGEST_NAME: Final = User._meta.get_field("username").max_length or 0
_MINUTE: Final = 60

Credentials = dict[str, Any] | None


def username(request: HttpRequest, credentials: Credentials) -> str:
    """Return the name that was typed, no longer than an account's can be."""
    typed = (credentials or request.POST).get("username")
    return str(typed or "")[:_LONGEST_NAME]


def address(request: HttpRequest) -> str | None:
    """Return where the login comes from, as far as our own proxies tell."""
    return client_address(request.META)


def for_the_log(name: str, address: str | None, *_: Any) -> str:
    """Return what a line says of a login: no name, which may be a password."""
    return f"somebody at {address or 'an unknown address'}"


def locked_out(
    request: HttpRequest, _: HttpResponse | None, credentials: Credentials
) -> HttpResponse:
    """Return the login page that says when to try again; it carries on what it got."""
    name = username(request, credentials)
    seconds = _seconds_left(name, address(request))
    form = LoginForm(request, initial={"username": name})
    del form.fields["username"].widget.attrs["autofocus"]  # the message takes the focus
    context = {
        "form": form,
        "next": request.POST.get("next") or request.GET.get("next", ""),
        KEPT: request.POST.get(KEPT, ""),
        "minutes_left": math.ceil(seconds / _MINUTE),
    }
    status = HTTPStatus.TOO_MANY_REQUESTS
    answer = render(request, "web/login.html", context, status=status)
    answer["Retry-After"] = str(seconds)
    return answer


def _seconds_left(name: str, address: str | None) -> int:
    until = logins.locked_until(username=name, address=address)
    return max(1, math.ceil((until - timezone.now()).total_seconds()))
