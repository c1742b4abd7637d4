"""The picture of the contributions: the same numbers, and no protected attribute."""

import json
import re

import pytest
from django.urls import reverse

from ml import schema
from predictor.models import Channel, Explanation, Prediction
from predictor.services import scoring
from predictor.web.history.waterfall import waterfall
from tests import builders
from tests.rows import row


def drawn(contributions, reference=0.9):
    """Return the waterfall of contributions that nobody had to work out."""
    probability = reference + sum(contributions.values())
    return waterfall(
        Prediction(probability=probability),
        Explanation(contributions=contributions, reference_probability=reference),
    )


def test_steps_begin_at_the_reference_and_end_at_this_application():
    steps = drawn({"LoanAmount": 0.05, "Credit_History": -0.6}).steps

    assert [(step.label, step.text, step.kind) for step in steps] == [
        ("Reference applicant", "90.0 %", "end"),
        ("Credit history", "\N{MINUS SIGN}60.0 points", "down"),
        ("Loan amount", "+5.0 points", "up"),
        ("This application", "35.0 %", "end"),
    ]


def test_each_bar_begins_where_the_one_before_ended():
    steps = drawn({"LoanAmount": 0.05, "Credit_History": -0.6}).steps
    xs = [[float(p.split(",")[0]) for p in step.points.split()] for step in steps]

    assert xs[0] == [0, 288, 288, 0]
    assert (max(xs[1]), min(xs[1])) == (288, 96)
    assert (min(xs[2]), max(xs[2])) == (96, 112)
    assert xs[3] == [0, 112, 112, 0]


def test_the_way_is_told_without_a_colour():
    """By the sign, and by the side on which a bar has its tip."""
    down, up = drawn({"LoanAmount": -0.2, "Credit_History": 0.05}).steps[1:3]
    tips = [float(step.points.split()[2].split(",")[0]) for step in (down, up)]

    assert tips[0] == min(float(p.split(",")[0]) for p in down.points.split())
    assert tips[1] == max(float(p.split(",")[0]) for p in up.points.split())


def test_a_way_that_leads_beyond_a_hundred_stays_in_the_picture():
    steps = drawn({"LoanAmount": 0.2, "Credit_History": -0.15}, reference=0.95).steps
    xs = [float(p.split(",")[0]) for step in steps for p in step.points.split()]

    assert (min(xs), max(xs)) == (0, 320)
    assert max(float(p.split(",")[0]) for p in steps[0].points.split()) < 300


def test_what_moved_nothing_is_no_step():
    found = drawn({"LoanAmount": 0.05, "Credit_History": 0.0, "Education": 1e-5})

    assert found.unmoved == ["Credit history", "Education"]
    assert len(found.steps) == 3


def test_protected_attributes_are_one_step_without_a_name():
    found = drawn({"Gender": -0.1, "Married": 0.04, "Dependents": -0.02})

    [step] = found.steps[1:-1]
    assert step.label == "Attributes that are not shown"
    assert step.text == "\N{MINUS SIGN}8.0 points"
    labels = {schema.FIELDS[name].label for name in schema.PROTECTED}
    assert not labels & {*found.unmoved, *(step.label for step in found.steps)}


# On the page


@pytest.fixture
def page(officer_client, live_version):
    def show(explain="none", **changes):
        scored = scoring.score(
            rows=json.dumps(row(**changes)).encode(),
            by=builders.person(),
            channel=Channel.API,
            request_id="r",
            explain=explain,
        )
        address = reverse("prediction-detail", args=[scored.answers.id[0]])
        return officer_client.get(address).content.decode()

    return show


@pytest.mark.django_db
def test_a_result_has_its_reasons_and_its_picture(page):
    text = page(Credit_History=0)

    assert "<li>The credit history does not meet the guidelines.</li>" in text
    kept = Explanation.objects.get()
    numbers = re.findall(r'<td class="number">([^<]*)<', text)
    assert numbers[0] == f"{kept.reference_probability * 100:.1f} %"
    assert numbers[-1] == f"{kept.prediction.probability * 100:.1f} %"
    moved = [value for value in kept.contributions.values() if abs(value) >= 0.0005]
    assert len(numbers) == len(moved) + 2


@pytest.mark.django_db
def test_what_nobody_asked_for_is_explained_when_the_result_is_opened(page):
    page(explain="none", Credit_History=0)
    later = Explanation.objects.get()
    page(explain="all", Loan_ID="B", Credit_History=0)
    at_once = Explanation.objects.get(prediction__application__loan_id="B")

    assert later.contributions == at_once.contributions
    assert later.reasons == at_once.reasons


@pytest.mark.django_db
def test_where_the_version_cannot_be_read_the_rest_is_shown(officer_client, settings):
    made = builders.prediction()
    settings.MODEL_STORE = settings.MODEL_STORE / "nowhere"

    page = officer_client.get(reverse("prediction-detail", args=[made.pk]))

    assert page.status_code == 200
    assert "cannot be worked out" in page.content.decode()
