"""The server: one process of several threads, unless WORKERS says more."""

import os
import sys
from pathlib import Path
from typing import Any

_host = os.environ.get("HOST", "127.0.0.1").strip("[]")
_port = os.environ.get("PORT", "8000")

bind = f"[{_host}]:{_port}" if ":" in _host else f"{_host}:{_port}"
workers = int(os.environ.get("WORKERS", "1"))
threads = 4
worker_class = "gthread"
graceful_timeout = 10
control_socket_disable = True
loglevel = "warning"


def when_ready(server: Any) -> None:
    """Print what bin/run left to say, now that the address answers."""
    name = os.environ.pop("_READY_FILE", "")
    if name and Path(name).exists():
        sys.stdout.write(Path(name).read_text())
        sys.stdout.flush()
        Path(name).unlink()
