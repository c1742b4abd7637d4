"""README.md has every command of manage.py, and none that does not exist."""

import re

from django.core.management import get_commands

from tests.promises.repository import ROOT, read

COMMANDS = ROOT / "predictor" / "management" / "commands"


def own_commands() -> set[str]:
    return {path.stem for path in COMMANDS.glob("[!_]*.py")}


def named_in(text: str) -> set[str]:
    return set(re.findall(r"\bmanage\.py ([a-z]\w*)", text))


def test_readme_names_every_command():
    assert own_commands() - named_in(read("README.md")) == set()


def test_readme_names_no_command_that_does_not_exist():
    assert named_in(read("README.md")) - set(get_commands()) == set()


def test_command_is_found_in_prose_in_code_and_in_a_table():
    text = "`manage.py retrain`, ./manage.py score IN OUT\n| `manage.py demo` |"

    assert named_in(text) == {"retrain", "score", "demo"}
    assert named_in("manage.py alone, and manage.py, retrain") == {"alone"}
