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

    def format(self, record: logging.LogRecord) -> str:
        # Another formatter's text of the exception may be kept there, and ours may not
        # be taken for it.
        record.exc_text = None
        try:
            return super().format(record)
        finally:
            record.exc_text = None

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


def _name(error: BaseException) -> str:
    return f"{type(error).__module__}.{type(error).__qualname__}"
