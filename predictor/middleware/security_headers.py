"""What a browser may do with an answer: load, embed, keep.

Django's own middleware sets the other headers (X-Frame-Options, Referrer-Policy,
X-Content-Type-Options, Cross-Origin-Opener-Policy).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse

Policy = Mapping[str, str]

_PAGE: Final[Policy] = {
    "default-src": "'self'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "object-src": "'none'",
    "base-uri": "'none'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
}
_INLINE_STYLES: Final[Policy] = {"style-src": "'self' 'unsafe-inline'"}
_EVALUATED: Final[Policy] = {"script-src": "'self' 'unsafe-eval'"}
_NO_PAGE: Final[Policy] = {"default-src": "'none'", "frame-ancestors": "'none'"}
#: A drawing has its colours in its elements; opened by itself it is a document.
_DRAWING: Final[Policy] = {**_NO_PAGE, "style-src": "'unsafe-inline'"}

#: The beginning of an address → what its pages need besides. The admin's theme runs
#: Alpine and htmx, which evaluate attributes; Swagger UI sets styles in its elements.
_NEEDED: Final[Mapping[str, Policy]] = {
    "/admin/": {**_EVALUATED, **_INLINE_STYLES},
    "/api/docs/": _INLINE_STYLES,
}
_FEATURES: Final = (
    "accelerometer",
    "autoplay",
    "browsing-topics",
    "camera",
    "display-capture",
    "encrypted-media",
    "fullscreen",
    "gamepad",
    "geolocation",
    "gyroscope",
    "hid",
    "idle-detection",
    "local-fonts",
    "magnetometer",
    "microphone",
    "midi",
    "payment",
    "picture-in-picture",
    "publickey-credentials-get",
    "screen-wake-lock",
    "serial",
    "storage-access",
    "usb",
    "window-management",
    "xr-spatial-tracking",
)
_PERMISSIONS: Final = ", ".join(f"{name}=()" for name in _FEATURES)


class SecurityHeadersMiddleware:
    """Set a content security policy by address, and let no cache keep an answer.

    It stands outermost, so that the pages of errors have these headers too.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response["Permissions-Policy"] = _PERMISSIONS
        response["Cross-Origin-Resource-Policy"] = "same-origin"
        response["Content-Security-Policy"] = _written(_policy(request, response))
        if not _is_static(request, response):
            response["Cache-Control"] = "no-store, private"
        return response


def _is_static(request: HttpRequest, response: HttpResponse) -> bool:
    served = response.status_code < HTTPStatus.BAD_REQUEST
    return served and request.path.startswith(settings.STATIC_URL)


def _policy(request: HttpRequest, response: HttpResponse) -> Policy:
    content = response.get("Content-Type", "")
    if content.startswith("image/svg+xml"):
        return _DRAWING
    if not content.startswith("text/html"):
        return _NO_PAGE
    needed = [more for path, more in _NEEDED.items() if request.path.startswith(path)]
    return {**_PAGE, **(needed[0] if needed else {})}


def _written(policy: Policy) -> str:
    return "; ".join(f"{name} {value}" for name, value in policy.items())
