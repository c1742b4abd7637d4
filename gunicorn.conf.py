"""The server: one process of several threads, unless WORKERS says more."""

import gc
import os
import sys
from pathlib import Path
from typing import Any

from gunicorn import util

from loanapp.logs import LINE

_host = os.environ.get("HOST", "127.0.0.1").strip("[]")
_port = os.environ.get("PORT", "8000")

bind = f"[{_host}]:{_port}" if ":" in _host else f"{_host}:{_port}"
workers = int(os.environ.get("WORKERS", "1"))
threads = 4
worker_class = "loanapp.server.LingeringWorker"
timeout = 60  # a process that says nothing for so long is started anew
graceful_timeout = 10
keepalive = 5
limit_request_line = 4_094
limit_request_fields = 50
# Django alone says whose word for HTTPS counts (NUM_PROXIES); gunicorn would take it
# from anybody on this machine.
forwarded_allow_ips = ""
control_socket_disable = True
loglevel = "warning"
# No access log: addresses hold references. The proxy writes one without queries.
logconfig_dict = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": LINE},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": [], "level": "WARNING"},
    "loggers": {
        name: {"handlers": ["stderr"], "level": "WARNING", "propagate": False}
        for name in ("gunicorn.error", "gunicorn.access")
    },
}


def when_ready(server: Any) -> None:
    """Print what bin/run or bin/serve left to say, now that the address answers."""
    name = os.environ.pop("_READY_FILE", "")
    if name and Path(name).exists():
        sys.stdout.write(Path(name).read_text())
        sys.stdout.flush()
        Path(name).unlink()


def post_worker_init(worker: Any) -> None:
    """Let the server's own error pages repeat nothing of what a client sent.

    And let the garbage collector leave alone what was imported, and come less often: to
    look through it all in the middle of a batch takes as long as to score it.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)
    write_error = util.write_error
    util.write_error = lambda sock, status, reason, _: write_error(
        sock, status, reason, ""
    )


def child_exit(server: Any, worker: Any) -> None:
    """Let the counts of a process that has ended be added up without it."""
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        from prometheus_client.multiprocess import mark_process_dead

        mark_process_dead(worker.pid)
