"""Files that are written whole or not at all."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO


class UnwritableFile(Exception):
    """The file cannot be written where it should be."""


class AlreadyThere(UnwritableFile):
    """There is a file already, which was not to be replaced."""


def place(target: Path) -> Path:
    """Return where a link leads: that file is written, and the link stays.

    Raises
    ------
    UnwritableFile
    """
    try:
        target = target.resolve()
        target.exists()  # where even that fails, nothing can be written
    except (OSError, RuntimeError) as error:
        raise UnwritableFile(f"{target.name} cannot be a file: {error}.") from None
    if target.is_symlink():  # still: Python 3.13 resolves a circle to itself
        raise UnwritableFile(f"{target.name} is a link that leads to itself.")
    return target


@contextmanager
def whole(target: Path, *, replace: bool = True) -> Iterator[BinaryIO]:
    """Open a file that takes its name only when the block ends well.

    Raises
    ------
    UnwritableFile
    AlreadyThere
        Where it would replace a file and is not to, also one that came meanwhile.
    """
    _check(target, replace=replace)
    temporary = target.with_name(f".{target.name}.{secrets.token_hex(4)}")
    try:
        with temporary.open("xb") as file:
            yield file
        _check(target, replace=replace)
        temporary.replace(target)
    except OSError as error:
        raise UnwritableFile(f"{target}: {error.strerror}.") from None
    finally:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)


def _check(target: Path, *, replace: bool) -> None:
    if target.exists() and not target.is_file():
        raise UnwritableFile(f"{target} is there and is not a file.")
    if target.exists() and not replace:
        raise AlreadyThere(f"{target} is there already.")
