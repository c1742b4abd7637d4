"""Processes that tests start: a port for them, and whether they have ended."""

from __future__ import annotations

import os
import socket
import subprocess
import time
from collections.abc import Callable
from typing import Final

WITHIN_SECONDS: Final = 90


def free_port() -> int:
    """Return a port of 127.0.0.1 that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


def until(condition: Callable[[], bool]) -> bool:
    """Wait for it; whether it came true in time."""
    end = time.monotonic() + WITHIN_SECONDS
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.1)
    return False


def alive(process: subprocess.Popen[str]) -> bool:
    """Whether any process of its group is still there."""
    process.poll()
    try:
        os.killpg(process.pid, 0)
    except ProcessLookupError:
        return False
    return True
