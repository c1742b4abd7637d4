"""``POST /api/predict`` with a token, where nothing is wrong, without Django's detours.

For such a request session, CSRF, messages and REST framework have nothing to do, and to
find that out took half of its time. The lane answers what succeeds and nothing else:
for whatever it does not know, or would have to refuse, Django gets the request as it
came. What decides (token, rate, options, validation, scores) is the same code in both.
Once it has begun to score it hands over what failed, and nobody tries again: an error
of the database does not say whether the scores were committed.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from io import BytesIO
from types import SimpleNamespace
from typing import Any, Final

from django.conf import settings
from django.db import DatabaseError, close_old_connections
from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.request import split_domain_port, validate_host
from django.middleware.clickjacking import XFrameOptionsMiddleware
from django.middleware.security import SecurityMiddleware
from django.utils import translation
from rest_framework.exceptions import AuthenticationFailed

from predictor.api import predict
from predictor.api.authentication import ApiTokenAuthentication
from predictor.api.problems import BadQuery
from predictor.api.query import Options, read_options
from predictor.api.throttling import ClientRateThrottle
from predictor.middleware import metrics, request_id, security_headers
from predictor.models import ApiToken, Channel, Scope
from predictor.services import scoring

Environ = dict[str, Any]
StartResponse = Callable[..., Any]
Application = Callable[[Environ, StartResponse], Iterable[bytes]]

_PATH: Final = "/api/predict"
_JSON: Final = frozenset(("application/json", "application/json; charset=utf-8"))
_LONGEST_QUERY: Final = 200
#: With any of these, empty or not, a request is not an ordinary one.
_UNUSUAL: Final = frozenset(
    (
        "HTTP_COOKIE",
        "HTTP_IDEMPOTENCY_KEY",
        "HTTP_CONTENT_ENCODING",
        "HTTP_TRANSFER_ENCODING",
        "HTTP_EXPECT",
        "HTTP_X_HTTP_METHOD_OVERRIDE",
    )
)


@dataclass(frozen=True, slots=True)
class _Request:
    """An ordinary request of a client that may make it."""

    token: ApiToken
    options: Options
    length: int
    secure: bool


class FastLane:
    """A WSGI application in front of Django's."""

    def __init__(self, django: Application) -> None:
        self._django = django

    def __call__(
        self, environ: Environ, start_response: StartResponse
    ) -> Iterable[bytes]:
        begun = time.perf_counter()
        if environ.get("PATH_INFO") != _PATH or not (known := _known(environ)):
            return self._django(environ, start_response)
        close_old_connections()
        translation.activate(settings.LANGUAGE_CODE)  # the thread's last was a page's
        try:
            answer = _answer(environ, known)
        finally:
            close_old_connections()  # where there is a pool, it goes back there
        if answer is None:
            return self._django(environ, start_response)
        metrics.count("POST", _PATH, 200, time.perf_counter() - begun)
        start_response("200 OK", [*_headers(secure=known.secure), *answer.headers])
        return [answer.body]


@dataclass(frozen=True, slots=True)
class _Answer:
    body: bytes
    headers: list[tuple[str, str]]


def _known(environ: Environ) -> _Request | None:
    """Return what the request asks for; None where Django has to look at it."""
    if environ["REQUEST_METHOD"] != "POST" or not _UNUSUAL.isdisjoint(environ):
        return None
    length = environ.get("CONTENT_LENGTH", "")
    if not length.isdecimal() or int(length) > settings.API_MAX_BYTES:
        return None
    if environ.get("CONTENT_TYPE", "") not in _JSON or not _is_ours(environ):
        return None
    secure = _is_secure(environ)
    if settings.SECURE_SSL_REDIRECT and not secure:
        return None
    options = _options(environ.get("QUERY_STRING", ""))
    token = _token(environ.get("HTTP_AUTHORIZATION", ""))
    if options is None or token is None:
        return None
    scope = Scope.DRY_RUN if options.dry_run else Scope.PREDICT
    return (
        _Request(token, options, int(length), secure) if scope in token.scopes else None
    )


def _is_ours(environ: Environ) -> bool:
    return _is_our_host(environ.get("HTTP_HOST", ""), tuple(settings.ALLOWED_HOSTS))


@lru_cache(maxsize=128)
def _is_our_host(host: str, allowed: tuple[str, ...]) -> bool:
    domain, _ = split_domain_port(host)
    return bool(domain) and validate_host(domain, allowed)


def _is_secure(environ: Environ) -> bool:
    if settings.SECURE_PROXY_SSL_HEADER:
        name, value = settings.SECURE_PROXY_SSL_HEADER
        if name in environ:
            return bool(environ[name].split(",", 1)[0].strip() == value)
    return bool(environ["wsgi.url_scheme"] == "https")


@lru_cache(maxsize=128)
def _options(query: str) -> Options | None:
    if len(query) > _LONGEST_QUERY:
        return None
    try:
        return read_options(SimpleNamespace(query_params=QueryDict(query)))  # type: ignore[arg-type]  # all that it reads
    except BadQuery:
        return None


def _token(authorization: str) -> ApiToken | None:
    scheme, _, token = authorization.partition(" ")
    if scheme.lower() != "token" or not token or " " in token:
        return None
    try:
        found = _authenticate(token.encode("latin-1"))[1]
    except (AuthenticationFailed, UnicodeEncodeError, DatabaseError):
        return None
    # What a person may do and see is asked by Django's view.
    return None if found.is_personal else found


_authenticate: Final = ApiTokenAuthentication().authenticate_credentials


def _answer(environ: Environ, known: _Request) -> _Answer | None:
    """Return the answer; None where Django has to say why there is none."""
    try:
        body = environ["wsgi.input"].read(known.length)
    except OSError:
        return None
    environ["wsgi.input"] = BytesIO(body)  # to be read again
    caller: Any = SimpleNamespace(auth=known.token, user=known.token.user, META=environ)
    if not ClientRateThrottle().allow_request(caller, None):
        return None
    environ[ClientRateThrottle.COUNTED] = True
    sent = request_id.of(environ.get("HTTP_X_REQUEST_ID", ""))
    environ["HTTP_X_REQUEST_ID"] = sent
    try:
        scored = scoring.score(
            rows=body,
            by=known.token.user,
            channel=Channel.API,
            request_id=sent,
            dry_run=known.options.dry_run,
            on_error=known.options.on_error,
            explain=known.options.explain,
        )
        text = predict.present(scored, explain=known.options.explain)
    except Exception as failure:  # noqa: BLE001 - Django's view raises it, and answers
        environ[predict.FAILURE] = failure
        return None
    headers = [(request_id.HEADER, sent), ("Content-Length", str(len(text)))]
    return _Answer(text, headers)


@cache
def _headers(*, secure: bool) -> list[tuple[str, str]]:
    """Return what the middlewares of settings.MIDDLEWARE set on each answer."""

    def view(request: HttpRequest) -> HttpResponse:
        answer = HttpResponse(content_type="application/json")
        answer["Allow"] = "POST, OPTIONS"
        return answer

    request = HttpRequest()
    request.path = request.path_info = _PATH
    request.META = {"HTTP_HOST": "localhost", "wsgi.url_scheme": "https"}
    request.is_secure = lambda: secure  # type: ignore[method-assign]
    chain: Any = view
    for middleware in (
        SecurityMiddleware,
        XFrameOptionsMiddleware,
        security_headers.SecurityHeadersMiddleware,
    ):
        chain = middleware(chain)
    headers: Mapping[str, str] = chain(request).headers
    return list(headers.items())
