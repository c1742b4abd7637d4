"""Pictures of a number over the months: what is drawn, and where."""

from datetime import date

from predictor.admin.monitoring.pictures import Point, picture

MONTHS = [date(2026, month, 1) for month in range(1, 6)]


def drawn(*values, rules=(0.0, 0.25)):
    points = [Point(m, v) for m, v in zip(MONTHS, values, strict=False)]
    return picture("Income", points, rules)


def test_higher_numbers_are_drawn_higher_and_later_ones_further_right():
    low, high = drawn(0.1, 0.2).marks

    assert float(high.y) < float(low.y)
    assert float(high.x) > float(low.x)


def test_months_without_a_number_are_gaps():
    found = drawn(0.1, 0.2, None, 0.1, 0.1)

    assert [line.count(",") for line in found.lines] == [2, 2]
    assert len(found.marks) == 4


def test_a_rule_is_in_sight_and_where_its_number_would_be():
    found = drawn(0.05, 0.25)

    assert [rule.text for rule in found.rules] == ["0", "0.25"]
    assert found.marks[1].y == found.rules[1].y


def test_an_interval_reaches_beyond_its_number_and_stays_on_the_drawing():
    points = [Point(MONTHS[0], 0.9, 0.7, 1.2)]

    (mark,) = picture("Ratio", points, (1.0,)).marks

    assert 0 < float(mark.high) < float(mark.y) < float(mark.low)


def test_summary_tells_the_newest_number():
    assert "0.200 in Feb\N{NO-BREAK SPACE}2026" in drawn(0.1, 0.2, None).summary
    assert drawn(0.1, 0.2).marks[-1].text == "0.20"
    assert drawn(0.1, 0.2).marks[0].text == ""


def test_where_nothing_can_be_told_nothing_is_drawn():
    found = drawn(None, None)

    assert (found.marks, found.lines) == ([], [])
    assert "too few in every month" in found.summary
