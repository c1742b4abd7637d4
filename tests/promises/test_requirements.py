"""requirements/*.txt pin what pyproject.toml asks for, by hash, from no named index."""

import re
import tomllib
from collections.abc import Iterable

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.promises.repository import read

FILES = ["requirements/base.txt", "requirements/dev.txt"]
ADDRESS = re.compile(r"://|--(extra-)?index|--find-links|--trusted-host|^-[if]\b", re.M)


def pins(requirements: str) -> dict[str, set[str]]:
    """Return the versions of each package: one, or one for each kind of Python."""
    found: dict[str, set[str]] = {}
    for name, version in re.findall(r"^([\w.-]+)==([^\s;\\]+)", requirements, re.M):
        found.setdefault(canonicalize_name(name), set()).add(version)
    return found


def out_of_step(wanted: Iterable[str], requirements: str) -> list[str]:
    pinned = pins(requirements)
    return [
        text
        for text in wanted
        if not (versions := pinned.get(canonicalize_name(Requirement(text).name)))
        or not all(Requirement(text).specifier.contains(v) for v in versions)
    ]


def without_hash(requirements: str) -> list[str]:
    entries = re.split(r"^(?=\w)", requirements, flags=re.MULTILINE)
    return [e.split()[0] for e in entries if "==" in e and "--hash=sha256:" not in e]


def without_reason(pyproject: str) -> list[str]:
    """Return the dependencies that have no comment beside them."""
    tables = re.findall(r"^\w+ = \[\n(.*?)^\]", _project(pyproject), re.DOTALL | re.M)
    lines = re.findall(r"^ *\"(.*?)\",?(.*)$", "".join(tables), re.MULTILINE)
    return [name for name, rest in lines if not re.search(r"# \w", rest)]


def _project(pyproject: str) -> str:
    return re.split(r"^\[tool\.", pyproject, flags=re.MULTILINE)[0]


def wanted(pyproject: str) -> tuple[list[str], list[str]]:
    project = tomllib.loads(pyproject)["project"]
    return project["dependencies"], project["optional-dependencies"]["dev"]


def test_every_dependency_is_pinned_at_a_version_it_allows():
    base, dev = wanted(read("pyproject.toml"))

    assert out_of_step(base, read("requirements/base.txt")) == []
    assert out_of_step(base + dev, read("requirements/dev.txt")) == []


def test_dev_pins_all_of_base_at_the_same_versions():
    base, dev = (pins(read(name)) for name in FILES)

    assert {name: dev.get(name) for name in base} == base


@pytest.mark.parametrize("name", FILES)
def test_requirements_name_no_index_and_hash_every_package(name):
    assert ADDRESS.findall(read(name)) == []
    assert without_hash(read(name)) == []


def test_every_dependency_says_why_it_is_there():
    assert without_reason(read("pyproject.toml")) == []


PINNED = "a-b==1.5 \\\n    --hash=sha256:00\nc==2.0 ; python_version < '3.12'\nc==3.0\n"


def test_dependency_that_is_missing_or_too_old_is_found():
    assert out_of_step(["A_b~=1.2", "c>=2"], PINNED) == []
    assert out_of_step(["a-b>=1.6", "c>=3", "d"], PINNED) == ["a-b>=1.6", "c>=3", "d"]


def test_package_without_hash_is_found():
    assert without_hash(PINNED) == ["c==2.0", "c==3.0"]


@pytest.mark.parametrize(
    "line",
    ["--index" + "-url x", "-i x", "--find-links x", "a @ ftp://x", "# http://x"],
)
def test_address_is_found(line):
    assert ADDRESS.search(f"a==1\n{line}\n")


def test_dependency_without_a_reason_is_found():
    text = '[project]\ndependencies = [\n  "a~=1.0", # why\n  "b[c]~=1.0",\n]\n'

    assert without_reason(text) == ["b[c]~=1.0"]
    assert without_reason(text + '[tool.x]\ny = [\n  "no dependency",\n]\n') == [
        "b[c]~=1.0"
    ]
