"""What a contestant that is no server tells when it is done."""

from __future__ import annotations

import json
import resource
import sys
import time
from collections.abc import Callable
from typing import Any


def tell(work: Callable[[], Any]) -> None:
    """Work, and print the seconds, what came of it, and the most memory in use."""
    begun = time.perf_counter()
    result = work()
    seconds = time.perf_counter() - begun
    kilobytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    told = {"seconds": seconds, "megabytes": kilobytes / 1e3, "result": result}
    sys.stdout.write(json.dumps(told))
