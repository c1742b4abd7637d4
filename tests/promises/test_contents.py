"""No file tells of the machine it was written on, and nothing that is made is kept."""

import os
import re
from pathlib import Path

import pytest

from tests.promises.repository import ROOT, files, texts

PRIVATE = {
    "the folder of a user": re.compile(r"(?<![\w.])/(?:root|home/\w+|Users/\w+)/"),
    "a package index": re.compile(
        r"https?://[^\s/]*(?:py[p]i|python[h]osted|debian\.[o]rg|npm[j]s)"
        r"|https?://\S+/simple\b|file:/{2,3}\w"
    ),
}
MADE = re.compile(
    r"^var/|^models_store/(?!README\.md$)|^\.env$|\.(joblib|onnx|pkl|sqlite3|pyc)$"
)
SCRIPTS = [*sorted((ROOT / "bin").iterdir()), ROOT / ".ci/run", ROOT / "manage.py"]


def private(text: str, root: Path = ROOT) -> list[str]:
    found = [what for what, pattern in PRIVATE.items() if pattern.search(text)]
    # A folder as short as /app could be anybody's.
    if len(root.parts) > 2 and str(root) in text:
        found.append("the folder of this checkout")
    return found


def test_no_file_tells_of_the_machine_it_was_written_on():
    found = {name: private(text) for name, text in texts().items()}

    assert {name: what for name, what in found.items() if what} == {}


def test_nothing_that_is_made_is_kept():
    names = [path.relative_to(ROOT).as_posix() for path in files()]

    assert [name for name in names if MADE.search(name)] == []


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.name)
def test_script_can_be_run(script):
    assert os.access(script, os.X_OK)
    assert script.read_text().startswith("#!/")


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("see /ro~ot/notes", "the folder of a user"),
        ("see /ho~me/ann/notes", "the folder of a user"),
        ("from https://py~pi.example/x", "a package index"),
        ("from https://mirror.example/sim~ple", "a package index"),
        ("from fi~le:///packages", "a package index"),
        ("see /srv/check/out/a", "the folder of this checkout"),
    ],
)
def test_what_tells_of_a_machine_is_found(text, what):
    # The ~ keeps this file itself from being found.
    assert private(text.replace("~", ""), Path("/srv/check/out")) == [what]


def test_what_any_machine_has_is_let_through():
    assert private("/api/home/x/, http://127.0.0.1:8000/simpler, ~/x, /usr/bin") == []


@pytest.mark.parametrize("name", ["models_store/v0001/report.json", ".env", "a/b.onnx"])
def test_what_is_made_is_found(name):
    assert MADE.search(name)
    assert not MADE.search(f"docs/{Path(name).name}.md")
