"""Two reports side by side."""

from ml.reporting import beside
from ml.reporting.content import Section, grid

NAMES = ("Version 1", "Version 2")


def laid_out(left, right):
    return beside.sections(left, right, NAMES)


def pairs(*rows):
    return Section(title="Data", grids=(grid("Facts", ("Name", "Value"), rows),))


def test_single_values_stand_beside_each_other():
    [found] = laid_out([pairs(("Rows", "10"))], [pairs(("Rows", "12"))])

    assert found.grids[0].headers == ("Name", *NAMES)
    assert found.grids[0].rows == (("Rows", "10", "12"),)


def test_what_one_version_lacks_is_a_dash():
    left, right = pairs(("Rows", "10"), ("Days", "3")), pairs(("Source", "form"))

    [found] = laid_out([left], [right])

    assert found.grids[0].rows == (
        ("Rows", "10", "–"),
        ("Days", "3", "–"),
        ("Source", "–", "form"),
    )


def test_several_values_stand_below_each_other():
    headers = ("On", "AUC", "Brier")
    left = Section(title="M", grids=(grid("M", headers, [("Folds", "1", "2")]),))
    right = Section(
        title="M", grids=(grid("M", headers, [("Folds", "3", "4"), ("Out", "5", "6")]),)
    )

    [found] = laid_out([left], [right])

    assert found.grids[0].headers == ("On", "Version", "AUC", "Brier")
    assert found.grids[0].rows == (
        ("Folds", "Version 1", "1", "2"),
        ("Folds", "Version 2", "3", "4"),
        ("Out", "Version 2", "5", "6"),
    )


def test_a_section_that_one_report_lacks_is_shown_and_stays_protected():
    groups = Section(
        title="Groups", grids=(grid("Sex", ("Group", "Rows"), []),), protected=True
    )

    found = laid_out([pairs()], [pairs(), groups])

    assert [(each.title, each.protected) for each in found] == [
        ("Data", False),
        ("Groups", True),
    ]


def test_a_sentence_stands_where_both_reports_say_it():
    grids = pairs().grids
    left = Section(title="Data", sentences=("Both.", "Left."), grids=grids)
    right = Section(title="Data", sentences=("Both.", "Right."), grids=grids)

    assert laid_out([left], [right])[0].sentences == ("Both.",)
