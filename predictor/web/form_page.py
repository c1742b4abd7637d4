"""What every page with a form has around it, in the one order that is right."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final

from django.contrib.auth.decorators import login_required, permission_required
from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from predictor.web.login import interrupted
from predictor.web.offline import Answer, outlives_the_database, send_again

View = Callable[..., HttpResponse]

SHOWN_AND_SENT: Final = ("GET", "HEAD", "POST")
#: Of what is sent from another page: to come back to it by an address leads there.
SENT: Final = ("GET", "POST")


def form_page(
    *permissions: str,
    methods: Sequence[str] = SHOWN_AND_SENT,
    busy: Answer = send_again,
) -> Callable[[View], Any]:
    """Guard a view: nothing typed is lost by a busy database or the login's end.

    Parameters
    ----------
    permissions : all of them are needed; without any, a login is enough.
    busy : answers in the view's place where the database does not.
    """

    def guard(view: View) -> Any:
        guarded: Any = require_http_methods([*methods])(view)
        guarded = permission_required(permissions, raise_exception=True)(guarded)
        kept = interrupted.survives(login_required(guarded))
        return outlives_the_database(busy)(kept)

    return guard
