"""The repository as its promises see it: files and their text."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

# What .gitignore leaves out, for a copy without git.
_MADE = {"var", "models_store", "htmlcov", "__pycache__"}


def read(name: str) -> str:
    """Return the text of the file of this name, counted from the root."""
    return (ROOT / name).read_text(encoding="utf-8")


def files(root: Path = ROOT) -> list[Path]:
    """Return the files that a commit would hold, the new ones included."""
    git = shutil.which("git")
    if git and (root / ".git").exists():
        command = [git, "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
        listing = subprocess.run(command, cwd=root, capture_output=True, check=False)
        if listing.returncode == 0:
            names = {name for name in listing.stdout.decode().split("\0") if name}
            return sorted(p for n in names if (p := root / n).is_file())
    return sorted(_walk(root))


def _walk(folder: Path) -> Iterator[Path]:
    for path in folder.iterdir():
        if path.is_file() and path.name != ".env" and path.suffix != ".pyc":
            yield path
        elif path.is_dir() and path.name not in _MADE and not _tools_own(path):
            yield from _walk(path)


def _tools_own(folder: Path) -> bool:
    return folder.name.startswith(".") and folder.name != ".ci"


def texts() -> dict[str, str]:
    """Return the text of every file that is text, by its name."""
    found = {}
    for path in files():
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        found[path.relative_to(ROOT).as_posix()] = text
    return found
