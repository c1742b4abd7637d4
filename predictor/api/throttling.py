"""How often a client may call."""

from __future__ import annotations

from typing import Any, Final

from django.conf import settings
from rest_framework.request import Request
from rest_framework.throttling import SimpleRateThrottle

from predictor.api.counting import SharedCounter
from predictor.models import ApiToken
from predictor.services.addresses import client_address

UNLIMITED: Final = "none"

_counter: Final = SharedCounter()


class ClientRateThrottle(SimpleRateThrottle):
    """The rate of the token, else of the setting API_RATE; counted for each client.

    It counts by the minute, hour or day of the clock. REST framework's own reads the
    times of earlier requests and writes them back, so that two at once count as one.
    """

    scope = "client"
    #: Set where a request was counted before it came here. No client can: what it sends
    #: has names that begin with HTTP_.
    COUNTED: Final = "loanapp.counted"

    def get_rate(self) -> str | None:
        rate: str | None = settings.API_RATE
        return rate

    def allow_request(self, request: Request, view: Any) -> bool:
        if request.META.get(self.COUNTED):
            return True
        own = request.auth.rate if isinstance(request.auth, ApiToken) else ""
        if own:
            self.rate = None if own == UNLIMITED else own
            self.num_requests, self.duration = self.parse_rate(self.rate)
        if self.num_requests is None or self.duration is None:
            return True
        window, self._passed = divmod(self.timer(), self.duration)
        key = f"{self.get_cache_key(request, view)}_{self.duration}_{window:.0f}"
        return _counter.count(key, seconds=2 * self.duration) <= self.num_requests

    def wait(self) -> float | None:
        return None if self.duration is None else self.duration - self._passed

    def get_cache_key(self, request: Request, view: Any) -> str:
        if isinstance(request.auth, ApiToken):
            ident = f"token-{request.auth.digest[:32]}"
        elif request.user.is_authenticated:
            ident = f"user-{request.user.pk}"
        else:
            ident = client_address(request.META) or "unknown"
        return self.cache_format % {"scope": self.scope, "ident": ident}
