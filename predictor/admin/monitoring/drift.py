"""How far the applications of each month are from those that were learned from."""

from __future__ import annotations

from typing import Any, Final

from django.http import HttpRequest, HttpResponse

from predictor.admin.base import may_see_protected
from predictor.admin.monitoring import pages
from predictor.admin.monitoring.pages import Section
from predictor.admin.monitoring.pictures import Picture, Point, picture
from predictor.admin.tables import Table
from predictor.services.monitoring import drift, months
from predictor.services.monitoring.drift import Drift, FieldDrift

_TITLE: Final = "Drift"
_NOTE: Final = (
    "The population stability index of each input and of the score, by month, beside "
    "the rows that the version learned from. Of an application that was scored "
    "several times in a month the newest score counts."
)


@pages.page_of("monitoring-drift")
def page(request: HttpRequest) -> HttpResponse:
    """Show a version's drift over the last twelve months."""
    number = pages.wanted_or_active(request)
    if number is None:
        return pages.nothing(request, _TITLE)
    found = drift.report(number)
    all_fields = may_see_protected(request)
    fields = [one for one in found.fields if all_fields or not one.protected]
    return pages.show(
        request,
        title=_TITLE,
        notes=[found.problem] if found.problem else [_NOTE, drift.MEANING],
        versions=pages.versions(),
        chosen=str(number),
        sections=[_section(found, fields)] if fields else [],
        counted_at=found.counted_at,
    )


def _section(found: Drift, fields: list[FieldDrift]) -> Section:
    return Section(
        title=f"Version {found.model_version}",
        pictures=[_picture(one) for one in fields],
        tables=[_table(found, fields)],
    )


def _picture(one: FieldDrift) -> Picture:
    points = [Point(cell.month, cell.psi) for cell in one.cells]
    return picture(one.label, points, rules=(0.0, drift.SOME, drift.MUCH))


def _table(found: Drift, fields: list[FieldDrift]) -> Table:
    rows: list[list[Any]] = [
        [months.name(month), f"{fields[0].cells[place].rows:,}"]
        + [one.cells[place].text for one in fields]
        for place, month in enumerate(found.months)
    ]
    headers = ("Month", "Predictions", *(one.label for one in fields))
    return Table(title="By month", headers=headers, rows=rows[::-1])
