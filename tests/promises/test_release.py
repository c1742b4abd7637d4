"""The version is the same wherever it is written, and the changelog tells of it."""

import re
import tomllib

import loanapp
from tests.promises.repository import read


def version(pyproject: str) -> str:
    return str(tomllib.loads(pyproject)["project"]["version"])


def changelog_faults(changelog: str, version: str) -> list[str]:
    headings = re.findall(r"^## \[?([^\]\s]+)\]?(.*)$", changelog, re.MULTILINE)
    faults = []
    if not headings or headings[0][0] not in ("Unreleased", version):
        faults.append(f"begins neither with Unreleased nor with {version}")
    releases = [(name, rest) for name, rest in headings if name != "Unreleased"]
    if releases and releases[0][0] != version:
        faults.append(f"{releases[0][0]} is its newest version, not {version}")
    faults += [
        f"{name} has no date"
        for name, rest in releases
        if not re.fullmatch(r" - \d{4}-\d\d-\d\d", rest)
    ]
    return faults


def test_newest_version_of_the_changelog_is_that_of_the_project():
    assert changelog_faults(read("CHANGELOG.md"), version(read("pyproject.toml"))) == []


def test_package_says_the_version_of_the_project():
    assert loanapp.__version__ == version(read("pyproject.toml"))


def test_version_that_the_changelog_does_not_know_is_found():
    changelog = "## [Unreleased]\n\n## [0.1.0] - 2026-01-31\n"

    assert changelog_faults(changelog, "0.1.0") == []
    assert changelog_faults(changelog, "0.2.0") == [
        "0.1.0 is its newest version, not 0.2.0"
    ]


def test_changelog_without_headings_or_dates_is_found():
    assert changelog_faults("# Changelog\n", "0.1.0") == [
        "begins neither with Unreleased nor with 0.1.0"
    ]
    assert changelog_faults("## [0.1.0]\n", "0.1.0") == ["0.1.0 has no date"]
