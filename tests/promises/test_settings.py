"""README.md and .env.example have every setting that is read, and no other."""

import ast
import re
from collections.abc import Iterator

from tests.promises.repository import ROOT, read

NAME = re.compile(r"[A-Z][A-Z0-9_]*")


def read_by_python(source: str) -> set[str]:
    """Return the names given to env, to a reader of loanapp.env, or to os.environ.

    What ``secret`` reads may come by a file as well, under the name with _FILE.
    """
    tree = ast.parse(source)
    readers = {"env", "os.environ.get", "os.getenv", "os.environ"}
    readers |= {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module == "loanapp.env":
            readers |= {alias.name for alias in node.names}
    found = {
        (reader, name)
        for reader, name in _reads(tree)
        if reader in readers or reader.startswith("env.")
    }
    secrets = {name for reader, name in found if reader.split(".")[-1] == "secret"}
    return {name for _, name in found} | {f"{name}_FILE" for name in secrets}


def _reads(tree: ast.AST) -> Iterator[tuple[str, str]]:
    """Yield every ``reader("NAME")`` and ``reader["NAME"]``."""
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=reader, args=[ast.Constant(value=str(name)), *_]):
                pass
            case ast.Subscript(value=reader, slice=ast.Constant(value=str(name))):
                pass
            case _:
                continue
        if NAME.fullmatch(name):
            yield ast.unparse(reader), name


def read_by_shell(source: str) -> set[str]:
    return set(re.findall(r"\$\(setting ([A-Z][A-Z0-9_]*) ", source))


def in_table(readme: str) -> set[str]:
    """Return the names in the first column of the section Settings."""
    section = re.search(r"^## Settings$(.*?)(?=^## |\Z)", readme, re.DOTALL | re.M)
    cells = re.findall(r"^\|([^|]*)\|", section[1] if section else "", re.MULTILINE)
    return {name for cell in cells for name in re.findall(r"`([A-Z][A-Z0-9_]*)`", cell)}


def in_example(example: str) -> set[str]:
    return set(re.findall(r"^[# ]*([A-Z][A-Z0-9_]*)=", example, re.MULTILINE))


def settings() -> set[str]:
    sources = [*(ROOT / "loanapp").glob("*.py"), ROOT / "gunicorn.conf.py"]
    names = [read_by_python(path.read_text()) for path in sources]
    names += [read_by_shell(path.read_text()) for path in (ROOT / "bin").iterdir()]
    return set().union(*names)


def test_readme_has_every_setting_and_no_other():
    assert in_table(read("README.md")) == settings()


def test_env_example_has_every_setting_and_no_other():
    assert in_example(read(".env.example")) == settings()


def test_settings_are_found_in_each_way_of_reading_them():
    source = """
from loanapp.env import choice, env, secret
A = env.str("A_TEXT", default="NOT_A_NAME")
B = choice("A_CHOICE", ("X", "Y"), default="X")
C = {"x": [env("A_CALL")], "y": os.environ.get("A_GET"), "z": os.environ["AN_ITEM"]}
S = secret("A_SECRET", "")
D = other("NO_SETTING"), "NO_SETTING", D["NO_SETTING"], env.str("no_setting")
"""
    found = {"A_TEXT", "A_CHOICE", "A_CALL", "A_GET", "AN_ITEM"}
    found |= {"A_SECRET", "A_SECRET_FILE"}

    assert read_by_python(source) == found
    assert read_by_shell("PORT=$(setting PORT 8000)") == {"PORT"}


def test_table_is_that_of_the_section_settings():
    readme = (
        "| `OTHER` |\n## Settings\n| Name | |\n| `A`, `B` | `C` |\n## Next\n| `D` |"
    )

    assert in_table(readme) == {"A", "B"}
    assert in_table("# No section") == set()


def test_example_counts_what_is_commented_out():
    assert in_example("A=1\n# B=2\n# a comment: C=3\n") == {"A", "B"}
