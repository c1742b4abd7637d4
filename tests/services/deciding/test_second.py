"""The second officer: when one is needed, who it may be, and what the answer does."""

import pytest
from django.db import IntegrityError, transaction

from predictor.models import Decision, JournalEntry, Kind, LoanApplication
from predictor.services.deciding import decisions, notices, second, standing
from predictor.services.deciding.standing import Standing
from predictor.services.desk import journal
from predictor.services.labels import labelled_rows
from tests.at_once import at_once
from tests.builders import scored
from tests.services.deciding.desk import application, approve, decline, offer, officer

pytestmark = pytest.mark.django_db


@pytest.fixture
def above(settings):
    """Ask for a second officer above 100,000; 128,000 are asked for."""
    settings.SECOND_OFFICER_ABOVE = 100_000


@pytest.fixture
def proposed(above):
    """Return a decline that waits for a second officer."""
    return decline(scored())


def test_decision_above_the_amount_waits_and_is_no_label(proposed):
    waiting = application()

    assert proposed.needs_second
    assert waiting.status == "awaiting_second_officer"
    assert (waiting.loan_status, waiting.decided_at) == (None, None)
    assert standing.of(proposed) == Standing.AWAITING
    assert labelled_rows().y.tolist() == []


def test_amount_itself_is_not_above_it(settings):
    settings.SECOND_OFFICER_ABOVE = 128_000

    assert not decline(scored()).needs_second


def test_what_is_offered_counts_as_well_as_what_was_asked_for(settings):
    settings.SECOND_OFFICER_ABOVE = 150_000
    more = {"LoanAmount": 160.0, "Loan_Amount_Term": 360.0}

    assert offer(scored(), offer=more).needs_second


@pytest.mark.parametrize(
    ("decide", "waits"), [(approve, True), (decline, False)], ids=["against", "with"]
)
def test_override_waits_where_the_setting_says_so(settings, decide, waits):
    settings.SECOND_OFFICER_ON_OVERRIDE = True

    assert decide(scored("decline")).needs_second == waits


def test_confirmed_decision_is_in_effect_from_then_on(proposed):
    made = second.confirm(proposed.pk, by=officer("otto"), text="I agree.")

    confirmed = JournalEntry.objects.get(kind="confirmed")
    declined = application()
    assert (confirmed.written_by.username, confirmed.text) == ("otto", "I agree.")
    assert (declined.status, declined.loan_status) == ("declined", "N")
    assert declined.decided_at == confirmed.created_at > proposed.created_at
    assert standing.of(made) == Standing.IN_FORCE
    assert labelled_rows().y.tolist() == [0]


def test_letter_is_written_when_it_is_confirmed(proposed, settings):
    with pytest.raises(notices.NotInEffect):
        notices.letter_of(proposed)
    settings.CREDITOR_NAME = "First Lender"

    second.confirm(proposed.pk, by=officer("otto"))
    settings.CREDITOR_NAME = "Another Lender"

    assert notices.letter_of(proposed).creditor == "First Lender"


def test_letter_of_what_is_not_in_effect_is_never_recorded_as_sent(proposed):
    with pytest.raises(notices.NotInEffect):
        notices.record_sent(proposed, proposed.created_at.date(), by=officer())


def test_decision_that_is_sent_back_never_takes_effect(proposed):
    second.send_back(proposed.pk, by=officer("otto"), text="The income is wrong.")

    back = application()
    assert (back.status, back.loan_status, back.decided_at) == ("ready", None, None)
    assert JournalEntry.objects.get(kind="sent_back").text == "The income is wrong."
    assert standing.of(proposed) == Standing.SENT_BACK
    with pytest.raises(notices.NotInEffect):
        notices.letter_of(proposed)


def test_application_that_came_back_is_decided_anew(proposed):
    second.send_back(proposed.pk, by=officer("otto"), text="No.")

    again = decline(proposed.prediction, codes=("funds",))
    second.confirm(again.pk, by=officer("otto"))

    assert Decision.objects.count() == 2
    assert application().status == "declined"
    assert standing.of(proposed) == Standing.SENT_BACK


def test_nothing_goes_back_without_a_word(proposed):
    with pytest.raises(second.NoReason):
        second.send_back(proposed.pk, by=officer("otto"), text=" ")

    assert application().status == "awaiting_second_officer"


@pytest.mark.parametrize("answer", ["confirm", "send_back"])
def test_whoever_decided_is_no_second_officer(proposed, answer):
    with pytest.raises(second.SamePerson):
        getattr(second, answer)(proposed.pk, by=officer("olga"), text="I am sure.")

    assert application().status == "awaiting_second_officer"


@pytest.mark.parametrize("answer", ["confirm", "send_back"])
def test_answer_is_given_once(proposed, answer):
    second.confirm(proposed.pk, by=officer("otto"))

    with pytest.raises(second.NothingToConfirm):
        getattr(second, answer)(proposed.pk, by=officer("oda"), text="Again.")


def test_decision_that_waits_bars_another_one(proposed):
    with pytest.raises(decisions.NotDecidable) as refused:
        approve(proposed.prediction, by="otto")

    assert refused.value.rule == "awaiting_second"


def test_withdrawal_ends_the_waiting(proposed):
    LoanApplication.objects.update(status="withdrawn")
    proposed.refresh_from_db()

    assert standing.of(proposed) == Standing.NEVER
    with pytest.raises(second.NothingToConfirm):
        second.confirm(proposed.pk, by=officer("otto"))


@pytest.mark.django_db(transaction=True)
def test_of_several_who_answer_at_once_one_is_heard(settings):
    settings.SECOND_OFFICER_ABOVE = 100_000
    proposed = decline(scored())
    people = [officer(f"officer-{number}") for number in range(6)]

    def answer(number):
        try:
            if number % 2:
                second.confirm(proposed.pk, by=people[number])
            else:
                second.send_back(proposed.pk, by=people[number], text="No.")
        except second.NothingToConfirm:
            return False
        return True

    assert at_once(answer).count(True) == 1
    said = JournalEntry.objects.get(kind__in=["confirmed", "sent_back"])
    assert application().status == said.status


def test_database_itself_refuses_a_second_answer(proposed):
    second.confirm(proposed.pk, by=officer("otto"))
    again = {"by": officer("oda"), "text": "No.", "decision": proposed}

    with pytest.raises(IntegrityError), transaction.atomic():
        journal.write(application(), Kind.SENT_BACK, **again)
