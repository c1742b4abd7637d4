"""What benchmarks/ counts and writes; CI runs the whole of it with --quick."""

import json
from itertools import islice

import pytest

from benchmarks import bodies, report, report_pages
from benchmarks.contestants import fill_desk
from benchmarks.findings import Findings
from benchmarks.plan import QUICK
from benchmarks.race import Ratio, Track, ratio
from benchmarks.visits import LEFT_OUT, VISITS, Forgotten, refuse_forgotten


def test_no_applicant_is_sent_twice():
    sent = [one["Loan_ID"] for one in islice(bodies.applicants(seed=1), 1_000)]
    others = [one["Loan_ID"] for one in islice(bodies.applicants(seed=2), 1_000)]

    assert len({*sent, *others}) == 2_000


def test_a_ratio_is_of_rounds_that_ran_beside_each_other():
    ours, theirs = Track([100, 20, 300]), Track([10, 4, 10])

    found = ratio("ours / theirs", ours, theirs, wanted=10)

    assert (found.value, found.least, found.greatest) == (10, 5, 30)
    assert found.reached


@pytest.mark.parametrize(("value", "reached"), [(0.7, True), (0.9, False)])
def test_what_should_be_small_is_reached_below(value, reached):
    found = Ratio("memory", value, value, value, wanted=0.8, at_most=True)

    assert found.reached is reached


def test_percentiles_are_times_of_requests():
    track = Track(seconds=[0.001 * i for i in range(100, 0, -1)])

    assert track.percentile(0.5) == pytest.approx(0.051)
    assert track.percentile(0.99) == pytest.approx(0.1)


def test_figures_and_pictures_are_written(tmp_path):
    tracks = {"ours": Track([90.0], [0.01]), "tutorial": Track([9.0], [0.1])}
    found = Findings()
    found.add_race("one application", tracks, {("ours", "tutorial"): 8})

    report.write(tmp_path / "results", found)

    written = json.loads((tmp_path / "results/latest.json").read_text())
    assert written["ratios"][0]["value"] == 10
    assert written["races"]["one application"]["ours"]["p50_ms"] == 10
    assert written["libraries"]["django"]
    picture = (tmp_path / "results/one-application.svg").read_text()
    assert "<title>one application: rows a second</title>" in picture
    assert ">90<" in picture


def test_every_page_of_the_officers_is_asked_for_or_left_out_with_a_reason():
    routes = fill_desk.routes()

    assert routes["application-detail"] == "/applications/{pk}/"
    refuse_forgotten(routes)
    assert {visit.route for visit in VISITS} | LEFT_OUT.keys() == routes.keys()


def test_a_page_that_nobody_thought_of_is_named():
    with pytest.raises(Forgotten, match="a-new-page"):
        refuse_forgotten({*fill_desk.routes(), "a-new-page"})


def test_visits_have_titles_of_their_own():
    assert len({visit.title for visit in VISITS}) == len(VISITS)


def test_pages_that_are_too_slow_are_named_with_their_database(tmp_path, capsys):
    quick, slow = (Track(seconds=[s] * 20).as_times() for s in (0.09, 0.11))
    times = {"ours": {"the list": quick}, "ours on PostgreSQL": {"the list": slow}}

    report_pages.print_times(times)
    report_pages.write(tmp_path / "results", times, QUICK.desk)

    assert "not reached" in capsys.readouterr().out
    written = json.loads((tmp_path / "results/pages.json").read_text())
    assert written["not_reached"] == ["the list: ours on PostgreSQL"]
    assert written["pages"]["ours"]["the list"]["p95_ms"] == pytest.approx(90)
    picture = (tmp_path / "results/pages-of-ours.svg").read_text()
    assert ">90<" in picture
