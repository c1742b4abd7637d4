"""Log lines that hold no applicant's value and no token."""

from __future__ import annotations

import copy
import logging
import traceback
from types import TracebackType
from typing import Any, Final

_ExcInfo = (
    tuple[type[BaseException], BaseException, TracebackType | None]
    | tuple[None, None, None]
)


#: How every line is written, those of gunicorn too.
LINE: Final = {
    "()": "loanapp.logs.ReticentFormatter",
    "format": "{levelname} {name} {message}",
    "style": "{",
}
#: The setting LOGGING: everything goes to standard error.
TO_STDERR: Final = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": LINE},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "INFO"},
    # Django's own handlers would send a 500's page, values included, by mail.
    "loggers": {
        "django": {"handlers": [], "level": "INFO", "propagate": True},
        "axes": {"level": "WARNING"},  # failures and locks; not each of its steps
    },
}


class ReticentFormatter(logging.Formatter):
    """Writes where an exception came from, and never what it says.

    Messages quote values: PostgreSQL's of a broken constraint quotes the whole row. Of
    a request it writes status, method, route and id, and never its path or its host,
    which are what a client sent.
    """

    def format(self, record: logging.LogRecord) -> str:
        # A copy, for others read the record too. Another formatter's text of the
        # exception may be kept in it, and is not to be taken for ours.
        told = copy.copy(record)
        told.exc_text = None
        if (request := getattr(record, "request", None)) is not None:
            told.msg, told.args = _of_request(record, request), ()
        elif str(record.msg).startswith(_OF_THE_SERVER):
            told.msg, told.args = _cut(str(record.msg)), ()
        return super().format(told)

    def formatException(self, ei: _ExcInfo) -> str:  # noqa: N802 - logging's name
        lines: list[str] = []
        seen: set[int] = set()
        error = ei[1]
        while error is not None and id(error) not in seen:
            seen.add(id(error))
            lines += [*traceback.format_tb(error.__traceback__), _name(error) + "\n"]
            error = error.__cause__ or (
                None if error.__suppress_context__ else error.__context__
            )
        return "".join(lines).rstrip()


_METHODS: Final = "GET HEAD POST PUT PATCH DELETE OPTIONS TRACE"


#: What gunicorn says of a request, followed by what the client sent.
_OF_THE_SERVER: Final = ("Invalid request from ip=", "Error handling request")


def _cut(message: str) -> str:
    return message.partition(": ")[0].partition(" %s")[0]


def _of_request(record: logging.LogRecord, request: Any) -> str:
    match = getattr(request, "resolver_match", None)
    status = getattr(record, "status_code", "-")
    method = getattr(request, "method", None)
    if method not in _METHODS.split():  # a client may send any word
        method = "-"
    request_id = getattr(request, "META", {}).get("REQUEST_ID", "-")
    route = f"/{match.route}" if match else "(no route)"
    return f"{status} {method} {route} request {request_id}"


def _name(error: BaseException) -> str:
    return f"{type(error).__module__}.{type(error).__qualname__}"
