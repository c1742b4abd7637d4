"""``manage.py replay``."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from predictor.models import Channel, Prediction
from predictor.services import scoring
from tests import builders
from tests.rows import row

pytestmark = pytest.mark.django_db


@pytest.fixture
def stored(live_version):
    """Score some applications, among them an incomplete one."""
    rows = [row(Loan_ID=f"A{i}", LoanAmount=90.0 + i) for i in range(20)]
    rows.append(row(Loan_ID="B", Credit_History=None, Self_Employed=None))
    scored = scoring.score(
        rows=rows, by=builders.person(), channel=Channel.API, request_id="r"
    )
    return scored.answers


def altered(**changes):
    """Store one more prediction, which its version would not give."""
    first = Prediction.objects.order_by("id").first()
    values = {
        field.attname: getattr(first, field.attname)
        for field in Prediction._meta.concrete_fields
        if field.name != "id"
    }
    return Prediction.objects.create(**values | changes)


def test_what_is_stored_comes_out_as_it_was(run, stored):
    assert run("replay").strip().endswith("21 of 21 predictions agree.")
    assert json.loads(run("replay", "--json"))["different"] == 0


@pytest.fixture
def listed():
    """Return a function that replays where something differs, and what it lists."""

    def listed():
        out = StringIO()
        with pytest.raises(CommandError, match="1 predictions differ"):
            call_command("replay", stdout=out, stderr=StringIO())
        return out.getvalue()

    return listed


def test_a_prediction_that_does_not_come_out_is_listed(stored, listed):
    wrong = altered(probability=stored.probability[0] - 2e-9)

    assert f"{wrong.id} (version 1)" in listed()


def test_other_inputs_make_another_recommendation(stored, listed):
    wrong = altered(inputs=row(Loan_ID=..., Credit_History=None))

    assert f"{wrong.id} (version 1)" in listed()


def test_nothing_stored_is_nothing_to_differ(run, live_version):
    assert "0 of 0 predictions agree." in run("replay")


def test_a_version_whose_files_are_gone_keeps_no_other_from_being_replayed(stored):
    lost = builders.model_version(number=9)
    builders.prediction(model_version=lost)
    wrong = altered(probability=stored.probability[0] - 2e-9)
    out = StringIO()

    with pytest.raises(CommandError) as failure:
        call_command("replay", "--json", stdout=out, stderr=StringIO())

    told = json.loads(out.getvalue())
    assert [one["prediction"] for one in told["differences"]] == [str(wrong.pk)]
    assert (told["predictions"], told["different"]) == (22, 1)
    assert "Version 9" in told["unusable"][0]
    assert "Version 9" in str(failure.value)
    assert "1 predictions differ" in str(failure.value)
