"""The heading of a file: the names of its columns."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from ml import schema


class UnreadableFile(Exception):
    """The file as a whole is not a table of applications.

    Parameters
    ----------
    problem : what is wrong, in one word; whoever speaks another language goes by it.
    names : the columns that are meant.
    line : the line, where it is one.
    """

    def __init__(
        self,
        message: str,
        *,
        problem: str = "unreadable",
        names: Sequence[str] = (),
        line: int | None = None,
    ) -> None:
        super().__init__(message)
        self.problem, self.names, self.line = problem, tuple(names), line


def check_heading(heading: list[str], fields: Sequence[schema.Field]) -> None:
    """Check the names of the columns.

    Raises
    ------
    UnreadableFile
    """
    if not heading:
        raise UnreadableFile("The file is empty.", problem="empty")
    known = [field.name for field in fields]
    if not _names_columns(heading, known):  # what it is may be an applicant's values
        raise UnreadableFile(
            "The first line is not a heading with names of the data dictionary, "
            "separated by commas.",
            problem="no_heading",
        )
    needed = [field.name for field in fields if field.required]
    for names, problem in (
        ({n for n in heading if heading.count(n) > 1}, "twice"),
        (set(heading) - set(known), "unknown"),
        (set(needed) - set(heading), "lacking"),
    ):
        if names:
            listed = sorted(names)
            message = f"The heading {_COMPLAINTS[problem]}: {', '.join(listed)}."
            raise UnreadableFile(message, problem=problem, names=listed)


def _names_columns(heading: list[str], known: Sequence[str]) -> bool:
    """Whether it is a heading: one word alone, as *Married*, may be a value as well."""
    found = set(heading) & set(known)
    return len(found) > 1 or known[0] in found or bool(found) and found == set(heading)


_COMPLAINTS: Final = {
    "twice": "has columns twice",
    "unknown": "has columns that the data dictionary lacks",
    "lacking": "lacks columns that are required",
}
