"""Folders of the store that no version is registered for: marked, and removed again."""

from __future__ import annotations

import os
import shutil
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from ml.artifact import folder_name

#: How the name of a folder begins that is being filled.
TEMPORARY: Final = ".writing-"
_CLAIM: Final = ".claimed-"


@contextmanager
def claimed(store: Path, number: int) -> Iterator[None]:
    """Mark a version's folder as one that is not registered yet, until the block ends.

    Where the block is left by an error, or the process is killed, the mark stays, and
    ``discard`` finds it.
    """
    mark = store / f"{_CLAIM}{folder_name(number)}"
    mark.touch()
    flush(store)
    yield
    mark.unlink()


def discard(store: Path, *, registered: Collection[int]) -> int:
    """Remove what interrupted writes left behind; return how many folders that were.

    Not to be called while another process may be writing to the store.

    Parameters
    ----------
    registered : the versions that are to stay although they are marked still.
    """
    left = list(store.glob(f"{TEMPORARY}*"))
    for mark in store.glob(f"{_CLAIM}*"):
        folder = store / mark.name.removeprefix(_CLAIM)
        stays = {folder_name(number) for number in registered}
        if folder.name not in stays and folder.exists():
            left.append(folder)
    for folder in left:
        shutil.rmtree(folder)
    for mark in store.glob(f"{_CLAIM}*"):
        mark.unlink()
    return len(left)


def flush(folder: Path) -> None:
    """Let what was written into a folder, or renamed in it, outlast a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
