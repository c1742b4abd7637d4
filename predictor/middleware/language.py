"""In which language somebody is answered."""

from __future__ import annotations

import re
from typing import Final

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.locale import LocaleMiddleware
from django.utils import translation

#: What programs read is in one language, whatever they say of themselves.
_FOR_PROGRAMS: Final = re.compile(r"/(api|predict|livez|readyz|metrics)(/|$)")


class LanguageMiddleware(LocaleMiddleware):
    """Answer people in the language of their browser, and programs in the lender's."""

    def process_request(self, request: HttpRequest) -> None:
        if _FOR_PROGRAMS.match(request.path_info):
            translation.activate(settings.LANGUAGE_CODE)
        else:
            super().process_request(request)

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        if _FOR_PROGRAMS.match(request.path_info):
            return response
        return super().process_response(request, response)
