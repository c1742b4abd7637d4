"""Log lines that hold no applicant's value."""

from __future__ import annotations

import logging
import traceback
from types import TracebackType

_ExcInfo = (
    tuple[type[BaseException], BaseException, TracebackType | None]
    | tuple[None, None, None]
)


class ReticentFormatter(logging.Formatter):
    """Writes where an exception came from, and never what it says.

    Messages quote values: PostgreSQL's of a broken constraint quotes the whole row.
    """

    def formatException(self, ei: _ExcInfo) -> str:  # noqa: N802 - logging's name
        lines = []
        error = ei[1]
        while error is not None:
            lines += [*traceback.format_tb(error.__traceback__), _name(error) + "\n"]
            error = error.__cause__ or error.__context__
        return "".join(lines).rstrip()


def _name(error: BaseException) -> str:
    return f"{type(error).__module__}.{type(error).__qualname__}"
