"""Approval rates by protected attribute: for whoever may see these attributes."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import Final

from django.http import HttpRequest, HttpResponse

from ml import schema
from predictor.admin.monitoring import pages
from predictor.admin.monitoring.pages import Section
from predictor.admin.monitoring.pictures import Picture, Point, picture
from predictor.admin.tables import Table
from predictor.services.monitoring import groups, months, wording
from predictor.services.monitoring.groups import Groupings, Window

_ALL: Final = ("", "All versions")
_NOTE: Final = (
    "Approved of all that were scored or decided in twelve months, by group, and the "
    "ratio of each rate to that of the reference group: the largest one, unless "
    "REFERENCE_GROUPS names another. Groups differ in more than in the attribute, so "
    "a ratio is a reason to look, and no finding."
)


@pages.page_of("monitoring-groups")
def page(request: HttpRequest) -> HttpResponse:
    """Show the rates of the groups, of one version or of all."""
    number = pages.wanted(request)
    found = groups.groups(number)
    return pages.show(
        request,
        title="Approval rates by group",
        notes=[groups.SCREEN, _NOTE, wording.GROUP_NOTE],
        versions=[_ALL, *pages.versions()],
        chosen="" if number is None else str(number),
        sections=list(_sections(found)),
        counted_at=found.counted_at,
    )


def _sections(found: Groupings) -> Iterator[Section]:
    for newest in found.newest:
        windows = [
            window
            for window in found.windows
            if (window.source, window.attribute) == (newest.source, newest.attribute)
        ]
        if any(window.groups for window in windows):
            label = schema.FIELDS[newest.attribute].label.lower()
            yield Section(
                title=f"{groups.SOURCES[newest.source]}, by {label}",
                pictures=list(_pictures(windows)),
                tables=[_newest(newest), _ratios(windows)],
            )


def _newest(window: Window) -> Table:
    return Table(
        title=wording.title_of(window),
        headers=("Group", *(name.capitalize() for name in wording.GROUP_HEADING)),
        rows=[[g.group, *wording.of_group(g, window)] for g in window.groups],
    )


def _names(windows: Sequence[Window]) -> list[str]:
    found = (group.group for window in windows for group in window.groups)
    return list(dict.fromkeys(found))


def _ratios(windows: Sequence[Window]) -> Table:
    """Return the ratios of all windows; the counts where there are too few."""
    names = _names(windows)
    return Table(
        title="Ratio to the reference group, twelve months up to",
        headers=("Month", "Reference", *names),
        rows=[
            [months.name(w.until), w.reference, *_cells(w, names)]
            for w in reversed(windows)
        ],
        collapsed=True,
    )


def _cells(window: Window, names: Sequence[str]) -> Iterator[str]:
    found = {group.group: group for group in window.groups}
    for name in names:
        yield wording.of_ratio(found[name], window) if name in found else "0 of 0"


def _pictures(windows: Sequence[Window]) -> Iterator[Picture]:
    for name in _names(windows):
        points = [_point(window, name) for window in windows]
        if any(point.value is not None for point in points):
            yield picture(f"{name}: ratio", points, rules=_rules(points))


def _rules(points: Sequence[Point]) -> list[float]:
    """Return 1, and the tenth below all that is drawn: ratios lie close together."""
    least = min(p.low for p in points if p.low is not None)
    return sorted({math.floor(least * 10) / 10, 1.0})


def _point(window: Window, name: str) -> Point:
    for group in window.groups:
        if group.group == name and group.ratio:
            return Point(window.until, *group.ratio)
    return Point(window.until, None)
