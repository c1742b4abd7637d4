"""How often a client may call."""

from __future__ import annotations

from typing import Any, Final

from django.conf import settings
from rest_framework.request import Request
from rest_framework.throttling import SimpleRateThrottle

from predictor.models import ApiToken
from predictor.services.addresses import client_address

UNLIMITED: Final = "none"


class ClientRateThrottle(SimpleRateThrottle):
    """The rate of the token, else of the setting API_RATE; counted for each client."""

    scope = "client"

    def get_rate(self) -> str | None:
        rate: str | None = settings.API_RATE
        return rate

    def allow_request(self, request: Request, view: Any) -> bool:
        own = request.auth.rate if isinstance(request.auth, ApiToken) else ""
        if own:
            self.rate = None if own == UNLIMITED else own
            self.num_requests, self.duration = self.parse_rate(self.rate)
        return super().allow_request(request, view)

    def get_cache_key(self, request: Request, view: Any) -> str:
        if isinstance(request.auth, ApiToken):
            ident = f"token-{request.auth.digest[:32]}"
        elif request.user.is_authenticated:
            ident = f"user-{request.user.pk}"
        else:
            ident = client_address(request.META) or "unknown"
        return self.cache_format % {"scope": self.scope, "ident": ident}
