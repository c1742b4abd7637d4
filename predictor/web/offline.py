"""Pages for when the database does not answer: nothing typed is lost by it."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any, Final

from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

logger = logging.getLogger(__name__)

BUSY: Final = _("The database is busy. Wait a moment, and send this again.")
_RETRY_AFTER_SECONDS: Final = "5"

View = Callable[..., HttpResponseBase]
Answer = Callable[[HttpRequest], HttpResponse]


def outlives_the_database(answer: Answer) -> Callable[[View], View]:
    """Answer in the view's place where the database does not."""

    def decorate(view: View) -> View:
        @wraps(view)
        def kept(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            try:
                return view(request, *args, **kwargs)
            except OperationalError:
                logger.exception("The database did not answer.")
                return answer(request)

        return kept

    return decorate


def send_again(request: HttpRequest) -> HttpResponse:
    """Show a page that carries what was typed, to be sent once more."""
    typed = [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if name != "csrfmiddlewaretoken"
    ]
    return page(request, "web/send_again.html", {"typed": typed})


def page(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    """Return a page that asks the database for nothing, not even who is logged in."""
    plain = {"request": request, "csrf_token": get_token(request), "reason": BUSY}
    return HttpResponse(
        render_to_string(template, plain | context),
        status=HTTPStatus.SERVICE_UNAVAILABLE,
        headers={"Retry-After": _RETRY_AFTER_SECONDS},
    )
