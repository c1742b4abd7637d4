"""How often something happened, counted in the cache that all processes share."""

from __future__ import annotations

import logging
import time
from typing import Final

from django.core.cache import cache
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)

_LEFT_ALONE_SECONDS: Final = 5


class SharedCounter:
    """Counts up in one step of the cache, so that no two requests get one number.

    A cache that does not answer is left alone for a moment: requests are not made to
    wait for it, one after the other, and the log has a line now and then.
    """

    def __init__(self) -> None:
        self._away_until = 0.0

    def count(self, key: str, *, seconds: int) -> int:
        """Return how often the key was counted, with this time; 0 if nobody knows.

        The cache may forget it after the seconds.
        """
        if time.monotonic() < self._away_until:
            return 0
        try:
            return _increased(key, seconds)
        except RedisError as error:
            self._away_until = time.monotonic() + _LEFT_ALONE_SECONDS
            logger.warning("The cache does not answer: %s.", type(error).__name__)
            return 0


def _increased(key: str, seconds: int) -> int:
    """One call of the cache, or two or three for the first of a key."""
    try:
        return cache.incr(key)
    except ValueError:  # not there yet
        return 1 if cache.add(key, 1, seconds) else cache.incr(key)
