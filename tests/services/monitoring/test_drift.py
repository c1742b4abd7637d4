"""A version's drift, as pages and commands read it."""

import json
from datetime import date

import pytest

from ml import artifact as artifacts
from ml import drift as arithmetic
from ml.drift import SCORE
from predictor.services import registry
from predictor.services.monitoring import counting, drift
from tests import builders
from tests.services.monitoring.rows import predicted

pytestmark = pytest.mark.django_db


def field(found, name):
    return next(one for one in found.fields if one.name == name)


def measured(**options):
    counting.count()
    return drift.report(**options)


def test_every_input_and_the_score_have_their_months(live_version, few):
    predicted(5, 5)

    found = measured(last=3)

    assert [m.month for m in found.months] == [4, 5, 6]
    assert [one.name for one in found.fields][-1] == SCORE
    told = field(found, "Credit_History").cells[1]
    assert (told.month, told.rows) == (date(2026, 5, 1), 5)
    assert told.psi is not None


def test_index_is_that_of_the_stored_reference(live_version, few, settings):
    predicted(6, 3, Credit_History=0)
    predicted(6, 2, Credit_History=1)
    report = artifacts.load_report(settings.MODEL_STORE / "v0001")

    cell = field(measured(), "Credit_History").cells[-1]

    expected = report["drift"]["Credit_History"]["rows"]
    assert cell.psi == arithmetic.psi(expected, [3, 2, 0])
    assert cell.text == f"{cell.psi:.3f} ({cell.by_chance:.3f})"


def test_too_few_rows_have_no_index(live_version, settings):
    settings.DRIFT_LEAST_ROWS = 100
    predicted(6, 31)

    cell = field(measured(), SCORE).cells[-1]

    assert cell.psi is None
    assert cell.text == "too few: 31 of 100"


def test_a_month_of_nothing_has_no_index(live_version):
    assert field(measured(), SCORE).cells[0].text == "too few: 0 of 100"


def test_only_the_newest_month_with_enough_rows_is_judged(live_version, few):
    predicted(4, 6, Credit_History=0)
    predicted(5, 6, Credit_History=1, ApplicantIncome=9e8)
    predicted(6, 2, Credit_History=0)

    above = measured().above(0.25)

    assert {cell.month for _, cell in above} == {date(2026, 5, 1)}
    assert "ApplicantIncome" in {one.name for one, _ in above}
    assert "Credit_History" not in {one.name for one, _ in above}


def test_nothing_is_above_a_limit_where_nothing_is_told(live_version):
    predicted(6, 2, Credit_History=0)

    assert measured().above(0.01) == []


def test_a_version_trained_before_says_so(live_version, monkeypatch, few):
    read = artifacts.load_report

    def of_before(folder, *, digest=None):
        return {k: v for k, v in read(folder, digest=digest).items() if k != "drift"}

    monkeypatch.setattr(artifacts, "load_report", of_before)
    predicted(6, 5)

    found = measured()

    assert found.fields == ()
    assert "Version 1 was trained before" in found.problem
    assert found.as_dict()["problem"] == found.problem


def test_a_version_whose_files_are_away_says_so(live_version):
    builders.model_version(number=2)

    assert "v0002: there is no manifest.json" in measured(number=2).problem


def test_another_version_has_its_own(live_version, few):
    predicted(6, 5)

    assert measured(number=1).model_version == 1
    with pytest.raises(registry.NoSuchVersion):
        drift.report(7)


def test_without_an_active_version_there_is_none(db):
    with pytest.raises(registry.NoActiveModel):
        drift.report()


def test_as_json_it_is_the_same(live_version, few):
    predicted(6, 5)
    found = measured(last=1)

    values = json.loads(json.dumps(found.as_dict()))

    cell = field(found, SCORE).cells[0]
    assert values["fields"][SCORE] == [
        {"month": "2026-06", "rows": 5, "psi": cell.psi, "by_chance": cell.by_chance}
    ]
