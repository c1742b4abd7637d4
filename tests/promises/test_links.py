"""Every link of the documentation leads somewhere, and every script it names exists."""

import re
from pathlib import Path

import pytest

from tests.promises.repository import ROOT, files, read

LINK = re.compile(r"\[[^\]]*\]\(<?([^)\s>]+)>?(?:\s+\"[^\"]*\")?\)")
FENCE = re.compile(r"^(```|~~~).*?^\1", re.DOTALL | re.MULTILINE)
PAGES = [p for p in files() if p.suffix == ".md"]


def anchors(markdown: str) -> set[str]:
    headings = re.findall(r"^#+ +(.*?)\s*$", FENCE.sub("", markdown), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", h.lower()).replace(" ", "-") for h in headings}


def dead_links(page: Path) -> list[str]:
    text = FENCE.sub("", page.read_text(encoding="utf-8"))
    return [link for link in LINK.findall(text) if _is_dead(page, link)]


def _is_dead(page: Path, link: str) -> bool:
    if re.match(r"[a-z][a-z+.-]*:", link):
        return False  # another site: no test asks the network
    name, _, anchor = link.partition("#")
    target = page.parent / name if name else page
    if not target.exists():
        return True
    return bool(anchor) and anchor not in anchors(target.read_text(encoding="utf-8"))


def missing_scripts(text: str, root: Path = ROOT) -> set[str]:
    named = set(re.findall(r"(?<![\w./-])(?:\./)?(bin/[a-z][a-z-]*)", text))
    return {name for name in named if not (root / name).is_file()}


@pytest.mark.parametrize("document", PAGES, ids=lambda path: path.name)
def test_links_of_a_page_lead_somewhere(document):
    assert dead_links(document) == []


@pytest.mark.parametrize(
    "name", ["README.md", "CONTRIBUTING.md", "Makefile", ".ci/run"]
)
def test_scripts_that_are_named_exist(name):
    assert missing_scripts(read(name)) == set()


def test_dead_link_is_found(tmp_path):
    (tmp_path / "b.md").write_text("# A heading, *here*\n")
    page = tmp_path / "a.md"
    page.write_text(
        "[1](b.md) [2](b.md#a-heading-here) [3](b.md#no) [4](c.md) [5](#none)"
        " [6](https://example.org/)\n```\n[7](d.md)\n```\n"
    )

    assert dead_links(page) == ["b.md#no", "c.md", "#none"]


def test_script_that_is_not_there_is_found():
    assert missing_scripts("`bin/run`, ./bin/teest, .venv/bin/python") == {"bin/teest"}
