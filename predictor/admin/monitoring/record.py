"""A version's own record: agreement with officers, blind decisions, outcomes."""

from __future__ import annotations

from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from predictor.admin.monitoring import pages
from predictor.admin.monitoring.pages import Section
from predictor.admin.monitoring.pictures import Picture, Point, picture
from predictor.admin.tables import Table
from predictor.services.monitoring import months, record, wording
from predictor.services.monitoring.record import Agreement, Measured, Outcomes, Record

_TITLE: Final = "Record"
_AGREEMENT: Final = (
    "How often officers decided what was recommended, where that was to approve or to "
    "decline, and so was the decision. Whoever saw it may have been moved by it, so it "
    "does not say how often the model was right. Overridden: by officers who saw it "
    "and said why."
)
_BLIND: Final = (
    "Decisions taken before the recommendation was seen. The probability is that of "
    "an approval, so these say how well it tells what officers decide. Below "
    f"{record.LEAST_ROWS} decisions, or where all are alike, the counts alone."
)
_OUTCOMES: Final = (
    "Approved loans by the month of their decision, {months} months after it. A "
    "default is a loan 90 days past due within that time. No loan counts before it "
    "is over, and none without a recorded outcome. The probability is that of an "
    "approval: the scores say how well it tells who does not default, among those "
    f"who got a loan. Below {record.LEAST_ROWS} loans, or where all are alike, the "
    "counts alone."
)


@pages.page_of("monitoring-record")
def page(request: HttpRequest) -> HttpResponse:
    """Show what came of a version's recommendations."""
    number = pages.wanted_or_active(request)
    if number is None:
        return pages.nothing(request, _TITLE)
    found = record.record(number)
    return pages.show(
        request,
        title=_TITLE,
        notes=[],
        versions=pages.versions(),
        chosen=str(number),
        sections=[_agreement(found), _blind(found), _outcomes(found)],
        counted_at=found.counted_at,
    )


def _agreement(found: Record) -> Section:
    rows = [wording.of_agreement(row) for row in reversed(found.agreement)]
    return Section(
        title="Agreement with officers, and overrides",
        note=_AGREEMENT,
        pictures=[_shares(found.agreement)] if found.agreement else [],
        tables=[
            Table(title="By month", headers=wording.AGREEMENT_HEADING, rows=rows),
        ],
    )


def _shares(rows: list[Agreement]) -> Picture:
    known = {row.month: row for row in rows if row.compared}
    points = [
        Point(month, known[month].equal / known[month].compared, *known[month].interval)
        if month in known
        else Point(month, None)
        for month in months.up_to(rows[-1].month, 12)
    ]
    return picture("Agreement", points, rules=(0.0, 0.5, 1.0))


def _blind(found: Record) -> Section:
    rows = [
        [
            months.name(m.month),
            f"{m.rows:,}",
            f"{m.positives:,}",
            *wording.of_metrics(m),
        ]
        for m in reversed(found.blind)
    ]
    headers = ("Month", "Decisions", "Approved", *wording.METRICS_HEADING)
    return Section(
        title="Decisions taken before the recommendation was seen",
        note=_BLIND,
        tables=[
            Table(title="Blind decisions by month", headers=headers, rows=rows),
            _calibration(found.blind, "approved in fact"),
        ],
    )


def _outcomes(found: Record) -> Section:
    headers = (
        "Month of decision",
        "Ripe loans",
        "Without an outcome",
        "Counted",
        "Not defaulted",
        *wording.METRICS_HEADING,
    )
    newest = list(reversed(found.outcomes))
    measured = [row.measured for row in found.outcomes]
    return Section(
        title="Outcomes of ripe loans",
        note=_OUTCOMES.format(months=settings.OUTCOME_MONTHS),
        tables=[
            Table(
                title="Outcomes by month",
                headers=headers,
                rows=[_ripe(row) for row in newest],
            ),
            _calibration(measured, "not defaulted"),
        ],
    )


def _ripe(row: Outcomes) -> list[str]:
    counts = (row.ripe, row.unknown, row.measured.rows, row.measured.positives)
    return [
        months.name(row.measured.month),
        *(f"{number:,}" for number in counts),
        *wording.of_metrics(row.measured),
    ]


def _calibration(rows: list[Measured], what: str) -> Table:
    return Table(
        title=f"Calibration: {what}",
        headers=("Month", "Probability", "Rows", "Mean probability", f"Share {what}"),
        rows=[
            [months.name(row.month), *_bin(each)]
            for row in reversed(rows)
            for each in row.calibration
        ],
        collapsed=True,
    )


def _bin(each: dict[str, Any]) -> list[str]:
    return [
        f"{each['lower']:.1f} to {each['upper']:.1f}",
        f"{each['rows']:,}",
        f"{each['predicted']:.3f}",
        f"{each['approved']:.3f}",
    ]
