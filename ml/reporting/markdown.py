"""A report as Markdown: the file model_card.md."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from ml.reporting import pictures
from ml.reporting.content import Grid, Row, Section


def write(title: str, sections: Sequence[Section], facts: dict[str, Any]) -> str:
    """Return the document.

    Parameters
    ----------
    facts : what ``card.sections`` took; the pictures' alternative texts come from it.
    """
    blocks = [f"# {title}"]
    for section in sections:
        blocks += _section(section, facts)
    return "\n\n".join(blocks) + "\n"


def _section(section: Section, facts: dict[str, Any]) -> Iterator[str]:
    yield f"## {section.title}"
    yield from section.sentences
    for each in section.grids:
        if each.title != section.title:
            yield f"### {each.title}"
        yield _table(each)
    for kind in section.pictures:
        yield f"![{pictures.alternative(kind, facts)}]({pictures.file_name(kind)})"


def _table(grid: Grid) -> str:
    rule = tuple("---" for _ in grid.headers)
    return "\n".join(_line(row) for row in (grid.headers, rule, *grid.rows))


def _line(row: Row) -> str:
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in row)} |"
