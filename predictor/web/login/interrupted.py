"""A form that survives: the end of a login session, and a page left open for too long.

What was typed goes through the login, sealed, and is shown again afterwards. Nothing is
scored or saved before somebody has looked at it once more.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any, Final, cast

from django.contrib.auth.models import User
from django.contrib.auth.views import LoginView
from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views import csrf

from predictor.web import offline
from predictor.web.login.form import LoginForm
from predictor.web.offline import outlives_the_database
from predictor.web.sealed import seal, unseal

#: The field of the login page, and of the session, that holds what was typed.
KEPT: Final = "kept"
_PATH: Final = "path"
_TYPED: Final = "typed"
_NOT_TYPED: Final = ("csrfmiddlewaretoken", "action")

View = Callable[..., HttpResponse]


def survives(view: View) -> View:
    """Keep what is posted to the view by somebody whose session has ended."""

    @wraps(view)
    def kept(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method == "POST" and not request.user.is_authenticated:
            return _log_in_again(request, _sealed(request))
        return view(request, *args, **kwargs)

    kept.survives = True  # type: ignore[attr-defined]
    return kept


def typed(request: HttpRequest) -> QueryDict:
    """Return what was typed on this page before the interruption, if anything was."""
    kept = _unsealed(request.session.get(KEPT, ""))
    return QueryDict(kept.get(_TYPED) if kept.get(_PATH) == request.path else "")


def forget(request: HttpRequest) -> None:
    """Drop what was kept: it has been sent again, or is not wanted."""
    request.session.pop(KEPT, None)


def _busy(request: HttpRequest) -> HttpResponse:
    context = {
        "form": LoginForm(),
        "next": request.POST.get("next", ""),
        KEPT: request.POST.get(KEPT, ""),
        "busy": True,
    }
    return offline.page(request, "web/login.html", context)


@method_decorator(outlives_the_database(_busy), name="dispatch")
class LogIn(LoginView):
    """The login page; after it, an interrupted form goes on where it stood."""

    template_name = "web/login.html"
    authentication_form = LoginForm
    redirect_authenticated_user = True

    def dispatch(
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> HttpResponseBase:
        """Go on at once where the login was made in another tab meanwhile."""
        kept = request.POST.get(KEPT, "") if request.user.is_authenticated else ""
        ordinary = super().dispatch
        return _go_on(request, kept) or ordinary(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kept = self.request.POST.get(KEPT, "")
        return super().get_context_data(**kwargs) | {KEPT: kept}

    def get_default_redirect_url(self) -> str:
        """Return where somebody's work is: the applications, or else the admin."""
        user = cast("User", self.request.user)
        if user.is_staff and not user.has_perm("predictor.view_loanapplication"):
            return reverse("admin:index")
        return super().get_default_redirect_url()

    def form_valid(self, form: Any) -> HttpResponse:
        ordinary: HttpResponse = super().form_valid(form)
        return _go_on(self.request, self.request.POST.get(KEPT, "")) or ordinary


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form whose page is older than the last login: nothing typed is lost.

    Another site's form is refused: browsers say where a form comes from.
    """
    own = f"{request.scheme}://{request.get_host()}"
    kept = request.POST.get(KEPT) or _sealed(request)
    if request.headers.get("Origin") != own or not _survives(request):
        return csrf.csrf_failure(request, reason)
    if request.user.is_authenticated:
        return _go_on(request, kept) or redirect(request.path)
    return _log_in_again(request, kept)


def _survives(request: HttpRequest) -> bool:
    """Whether the address takes a form that is kept, or the login in between."""
    match = request.resolver_match
    return bool(match and (hasattr(match.func, "survives") or KEPT in request.POST))


def _go_on(request: HttpRequest, kept: str) -> HttpResponse | None:
    """Return to the form that was sealed, where one was."""
    path = _unsealed(kept).get(_PATH)
    if path is None:
        return None
    request.session[KEPT] = kept
    return redirect(path)


def _log_in_again(request: HttpRequest, kept: str) -> HttpResponse:
    context = {"form": LoginForm(request), "next": request.path, KEPT: kept}
    return render(request, "web/login.html", context, status=HTTPStatus.FORBIDDEN)


def _sealed(request: HttpRequest) -> str:
    posted = request.POST.copy()
    for name in _NOT_TYPED:
        posted.pop(name, None)
    return seal({_PATH: request.path, _TYPED: posted.urlencode()}, purpose=KEPT)


def _unsealed(kept: str) -> dict[str, str]:
    return unseal(kept, purpose=KEPT)
