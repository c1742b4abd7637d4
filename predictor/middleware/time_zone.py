"""In which time zone an officer reads times."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from predictor.services import zones

#: The admin counts in the lender's zone, and programs read what names its zone.
_IN_THE_LENDERS: Final = re.compile(r"/(admin|api|predict|livez|readyz|metrics)(/|$)")


class TimeZoneMiddleware:
    """Show the times of the officers' pages in the zone of whoever looks."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if _IN_THE_LENDERS.match(request.path_info):
            return self.get_response(request)
        with timezone.override(zones.of(request.COOKIES)):
            return self.get_response(request)
