"""Two reports side by side: each table with a column or a row for each version."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from ml.reporting.content import NOTHING, Grid, Row, Section, grid

Names = tuple[str, str]
Sides = Sequence[Mapping[str, Row]]

_PAIR: Final = 2  # columns: what a row is about, and one value


def sections(
    left: Sequence[Section], right: Sequence[Section], names: Names
) -> tuple[Section, ...]:
    """Return the sections with tables that either has, in the longer one's order.

    A sentence stands where it holds for both.

    Parameters
    ----------
    names : of the two versions; they stand in the headers.
    """
    order = max(left, right, key=len)
    of_left, of_right = ({s.title: s for s in each} for each in (left, right))
    return tuple(
        _section(of_left.get(each.title), of_right.get(each.title), each, names)
        for each in order
        if each.grids
    )


def _section(
    left: Section | None, right: Section | None, one: Section, names: Names
) -> Section:
    grids = [{g.title: g for g in s.grids} if s else {} for s in (left, right)]
    titles = dict.fromkeys([*grids[0], *grids[1]])
    others = right.sentences if right else ()
    shared = (said for said in left.sentences if said in others) if left else ()
    return Section(
        title=one.title,
        sentences=tuple(shared),
        grids=tuple(_grid(grids[0].get(t), grids[1].get(t), names) for t in titles),
        pictures=one.pictures,
        protected=one.protected,
    )


def _grid(left: Grid | None, right: Grid | None, names: Names) -> Grid:
    known = left or right
    assert known is not None  # noqa: S101 - one of them has the title
    sides = [{row[0]: row[1:] for row in g.rows} if g else {} for g in (left, right)]
    arrange = _columns if len(known.headers) <= _PAIR else _rows
    return arrange(known, sides, names)


def _columns(known: Grid, sides: Sides, names: Names) -> Grid:
    """Return one value of each version beside the other."""
    rows = ((key, *(s.get(key, (NOTHING,))[0] for s in sides)) for key in _keys(sides))
    return grid(known.title, (known.headers[0], *names), rows)


def _rows(known: Grid, sides: Sides, names: Names) -> Grid:
    """Return several values of each version below the other's: they fit a screen."""
    first, *measures = known.headers
    rows = (
        (key, name, *side[key])
        for key in _keys(sides)
        for name, side in zip(names, sides, strict=True)
        if key in side
    )
    return grid(known.title, (first, "Version", *measures), rows)


def _keys(sides: Sides) -> list[str]:
    return list(dict.fromkeys(key for side in sides for key in side))
