"""Architecture decision records: numbered without a gap, complete, and in the index."""

import re
from pathlib import Path

from tests.promises.repository import ROOT

PARTS = ["Context", "Decision", "Consequences", "How it is tested"]


def faults(folder: Path) -> list[str]:
    records = sorted(folder.glob("[0-9]*.md"))
    index = (folder / "README.md").read_text()
    found = [] if records else ["no records"]
    for number, record in enumerate(records, start=1):
        if not re.match(rf"{number:04d}-[a-z0-9-]+\.md$", record.name):
            found.append(f"{record.name} is not numbered {number:04d}")
        if f"({record.name})" not in index:
            found.append(f"{record.name} is not in the index")
        headings = re.findall(r"^## (.*?)\s*$", record.read_text(), re.MULTILINE)
        found += [f"{record.name} lacks {p}" for p in PARTS if p not in headings]
    return found


def test_records_are_numbered_complete_and_in_the_index():
    assert faults(ROOT / "docs" / "adr") == []


def write(folder: Path, name: str, parts: list[str] = PARTS) -> None:
    (folder / name).write_text("".join(f"## {part}\n" for part in parts))


def test_gap_missing_part_and_missing_entry_are_found(tmp_path):
    (tmp_path / "README.md").write_text("[1](0001-a.md), [3](0003-c.md)")
    write(tmp_path, "0001-a.md", PARTS[:3])
    write(tmp_path, "0003-c.md")
    write(tmp_path, "0004-d.md")

    assert faults(tmp_path) == [
        "0001-a.md lacks How it is tested",
        "0003-c.md is not numbered 0002",
        "0004-d.md is not numbered 0003",
        "0004-d.md is not in the index",
    ]


def test_complete_records_have_no_fault(tmp_path):
    (tmp_path / "README.md").write_text("[1](0001-a.md)")
    write(tmp_path, "0001-a.md")

    assert faults(tmp_path) == []
