"""What an officer makes of an application that stands, whoever sent it."""

import pytest

from ml import schema
from predictor.models import Channel, JournalEntry, LoanApplication, Prediction
from predictor.services import saving, scoring
from predictor.services.desk import correcting
from tests import builders
from tests.at_once import at_once

pytestmark = pytest.mark.django_db


@pytest.fixture
def standing():
    """Return an application that a client sent."""
    return builders.application(owner=builders.person("broker"))


def values(application, **changes):
    return application.as_applicant() | changes


def correct(application, officer, *, seen=None, why="", **changes):
    return correcting.correct(
        application.pk,
        values(application, **changes),
        by=officer,
        request_id="r1",
        seen=seen,
        why=why,
    )


def keep(application, officer, **changes):
    return correcting.keep(
        application.pk, values(application, **changes), by=officer, request_id="r1"
    )


# Other values


@pytest.mark.usefixtures("live_version")
def test_correction_is_a_new_revision_of_an_application_that_stays_its_senders(
    standing, officer
):
    correct(standing, officer, why="A slip.", LoanAmount=90.0)

    changed = LoanApplication.objects.get()
    assert (changed.loan_amount, changed.revision) == (90.0, 2)
    assert (changed.owner, changed.loan_id) == (standing.owner, standing.loan_id)
    assert (changed.source, changed.status) == ("api", "ready")
    assert changed.completed_at == standing.completed_at
    entry = JournalEntry.objects.get()
    assert (entry.kind, entry.revision, entry.text) == ("corrected", 2, "A slip.")
    assert entry.written_by == officer


@pytest.mark.usefixtures("live_version")
def test_what_stood_before_is_kept(standing, officer):
    correct(standing, officer, LoanAmount=90.0)

    [before] = standing.revisions.all()
    assert (before.number, before.inputs["LoanAmount"]) == (1, 128.0)
    assert before.replaced_at == JournalEntry.objects.get().created_at


@pytest.mark.usefixtures("live_version")
def test_score_is_recorded_on_the_new_revision_with_its_explanation(standing, officer):
    scored = correct(standing, officer, LoanAmount=90.0)

    made = Prediction.objects.get()
    assert str(made.pk) == scored.answers.id[0]
    assert (made.revision, made.inputs["LoanAmount"]) == (2, 90.0)
    assert (made.requested_by, made.channel) == (officer, "form")
    assert made.explanation.reference_probability


@pytest.mark.usefixtures("live_version")
def test_answer_is_that_of_every_other_way_to_the_last_bit(standing, officer):
    changes = {"LoanAmount": 128.523, "ApplicantIncome": 4166.67}

    at_the_desk = correct(standing, officer, **changes).answers
    sent = scoring.score(
        rows=[values(standing, **changes) | {"Loan_ID": "OTHER"}],
        by=officer,
        channel=Channel.API,
        request_id="r2",
        explain="all",
    ).answers

    assert at_the_desk.probability == sent.probability
    assert at_the_desk.explained == sent.explained


@pytest.mark.usefixtures("live_version")
def test_same_values_are_scored_and_change_nothing(standing, officer):
    correct(standing, officer, why="Nothing.")

    assert LoanApplication.objects.get().updated_at == standing.updated_at
    assert Prediction.objects.get().revision == 1
    assert not JournalEntry.objects.exists()


@pytest.mark.parametrize("name", schema.NEEDED_TO_DECIDE)
def test_fact_that_is_taken_back_makes_it_incomplete(standing, officer, name):
    keep(standing, officer, **{name: None})

    changed = LoanApplication.objects.get()
    assert (changed.status, changed.completed_at) == ("incomplete", None)
    assert not Prediction.objects.exists()


def test_clock_begins_when_the_last_fact_comes_in(officer):
    standing = builders.application(
        status="incomplete", loan_amount=None, completed_at=None
    )

    keep(standing, officer, LoanAmount=90.0)

    changed = LoanApplication.objects.get()
    assert changed.status == "ready"
    assert changed.completed_at == changed.updated_at
    assert changed.updated_at > standing.updated_at


# What is refused


@pytest.mark.usefixtures("live_version")
@pytest.mark.parametrize(
    "state",
    [
        {"status": "approved", "loan_status": "Y", "label_source": "officer"},
        {"status": "counter_offer"},
        {"status": "awaiting_second_officer"},
        {"status": "withdrawn"},
        {"status": "closed_incomplete"},
    ],
    ids=lambda state: state["status"],
)
def test_decided_or_closed_application_is_left_as_it_is(officer, state):
    standing = builders.application(**state)

    with pytest.raises(correcting.NotOpen):
        correct(standing, officer, LoanAmount=90.0)
    with pytest.raises(correcting.NotOpen):
        keep(standing, officer, LoanAmount=90.0)
    with pytest.raises(correcting.NotOpen):
        correcting.score_again(standing.pk, by=officer, request_id="r1")

    assert LoanApplication.objects.get().loan_amount == 128.0
    assert not Prediction.objects.exists()


@pytest.mark.usefixtures("live_version")
def test_values_that_nobody_has_seen_are_not_overwritten(standing, officer):
    correct(standing, officer, seen=1, LoanAmount=90.0)

    with pytest.raises(correcting.ChangedMeanwhile):
        correct(standing, officer, seen=1, ApplicantIncome=1.0)

    assert LoanApplication.objects.get().applicant_income == standing.applicant_income
    assert Prediction.objects.count() == 1


@pytest.mark.usefixtures("live_version")
def test_form_that_is_sent_twice_changes_once(standing, officer):
    for _ in range(2):
        correct(standing, officer, seen=1, LoanAmount=90.0)

    assert LoanApplication.objects.get().revision == 2
    assert JournalEntry.objects.count() == 1


@pytest.mark.usefixtures("live_version")
def test_wrong_value_is_refused_and_ownership_is_not_spoken_of(standing, officer):
    with pytest.raises(scoring.InvalidRows) as refused:
        correct(standing, officer, LoanAmount=-1.0)

    assert [error.rule for error in refused.value.errors] == ["range"]
    assert LoanApplication.objects.get().revision == 1


def test_everything_taken_back_is_nothing_to_keep(standing, officer):
    with pytest.raises(saving.NothingToSave):
        keep(standing, officer, **{f.name: None for f in schema.PREDICTORS})


@pytest.mark.usefixtures("live_version")
def test_slips_are_asked_about(standing, officer):
    with pytest.raises(scoring.Unlikely):
        correcting.correct(
            standing.pk,
            values(standing, LoanAmount=0.11),
            by=officer,
            request_id="r1",
            confirmed={},
        )

    assert LoanApplication.objects.get().revision == 1


# The ways that stay as they were


@pytest.mark.usefixtures("live_version")
@pytest.mark.parametrize("channel", [Channel.API, Channel.FORM])
def test_another_senders_reference_is_refused_elsewhere(standing, officer, channel):
    with pytest.raises(scoring.InvalidRows) as refused:
        scoring.score(
            rows=[values(standing, LoanAmount=90.0)],
            by=officer,
            channel=channel,
            request_id="r1",
        )

    assert refused.value.says("owned_elsewhere")


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("live_version")
def test_of_officers_who_saw_the_same_values_one_changes_them(standing, officer):
    def change(number):
        try:
            correct(standing, officer, seen=1, LoanAmount=90.0 + number)
        except correcting.ChangedMeanwhile:
            return False
        return True

    assert sum(at_once(change)) == 1
    assert LoanApplication.objects.get().revision == 2
    assert Prediction.objects.count() == 1
