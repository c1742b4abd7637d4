"""The letter of a decline, and that it was sent."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from predictor.models import LoanApplication, Notice, Verdict
from predictor.models.append_only import AppendOnlyError
from predictor.services.deciding import deadlines, decisions, notices
from predictor.services.deciding.grounds import Grounds
from tests import builders

pytestmark = pytest.mark.django_db


def send(decision, days_ago=0):
    day = timezone.localdate() - timedelta(days=days_ago)
    return notices.record_sent(decision, day, by=builders.person("olga"))


def old(days):
    return builders.declined(created_at=timezone.now() - timedelta(days=days))


def test_letter_says_who_writes_of_what_and_why(settings):
    settings.CREDITOR_NAME = "First Lender"
    settings.CREDITOR_ADDRESS = "3 High Street ; Boston, MA 02101;"
    settings.AGENCY_NAME = "The Agency"
    settings.AGENCY_ADDRESS = "4 Low Street; Washington"

    letter = notices.letter_of(builders.declined())

    assert letter.creditor == "First Lender"
    assert letter.creditor_address == ["3 High Street", "Boston, MA 02101"]
    assert (letter.amount, letter.months) == ("$128,000", "360")
    assert letter.reasons == ["The income could not be verified."]
    assert letter.statement.startswith("The Federal Equal Credit Opportunity Act")
    assert letter.statement.endswith("is The Agency, 4 Low Street, Washington.")


@pytest.mark.parametrize("name", notices.SENDER)
def test_without_its_sender_there_is_no_letter(settings, name):
    setattr(settings, name, "")

    with pytest.raises(notices.NoSender) as missing:
        send(builders.declined())

    assert missing.value.missing == [name]
    assert not Notice.objects.exists()


def test_that_it_was_sent_is_recorded_by_whom_and_ends_what_is_due():
    decision = builders.declined()
    assert deadlines.due(decision.application)

    sent = send(decision)

    application = LoanApplication.objects.get()
    assert (sent.recorded_by.username, sent.decision) == ("olga", decision)
    assert application.notified_at == sent.notified_at
    assert deadlines.due(application) is None


def test_wrong_day_is_put_right_by_another_record():
    decision = old(days=5)
    LoanApplication.objects.update(decided_at=decision.created_at)

    send(decision)
    right = send(decision, days_ago=2)

    assert Notice.objects.count() == 2
    told = LoanApplication.objects.get().notified_at
    assert told == right.notified_at
    assert timezone.localdate(told) == timezone.localdate() - timedelta(days=2)


def test_day_of_the_decision_itself_is_not_before_it():
    decision = old(days=1)

    assert send(decision, days_ago=1).notified_at == decision.created_at


@pytest.mark.parametrize("days_ago", [2, -1])
def test_day_before_the_decision_or_in_the_future_is_refused(days_ago):
    with pytest.raises(notices.InvalidDay):
        send(old(days=1), days_ago=days_ago)

    assert not Notice.objects.exists()


def test_letter_that_was_sent_stays_what_it_was(settings):
    decision = builders.declined()
    before = notices.letter_of(decision)
    send(decision)

    settings.CREDITOR_NAME = "Another Lender"

    assert notices.letter_of(decision) == before


def test_letter_is_that_of_the_decision_and_not_of_the_day_it_is_sent(settings):
    prediction = builders.prediction(recommendation="decline", probability=0.18)
    builders.explanation(prediction)
    decision = decisions.decide(
        prediction.pk,
        Verdict.DECLINE,
        Grounds(codes=("funds",)),
        by=builders.person("olga"),
    )
    written = notices.letter_of(decision)

    settings.CREDITOR_NAME = "Another Lender"

    assert notices.letter_of(decision) == written
    assert send(decision).letter["creditor"] == "Example Lender"


def test_same_day_twice_is_one_record():
    decision = builders.declined()

    assert send(decision) == send(decision)
    assert Notice.objects.count() == 1


@pytest.mark.parametrize("blank", [" ", ";", " ; "])
def test_blank_setting_is_none(settings, blank):
    settings.CREDITOR_ADDRESS = blank

    assert notices.missing_settings() == ["CREDITOR_ADDRESS"]


def test_letter_of_an_earlier_decision_says_nothing_of_the_newer_one():
    decision = builders.declined()
    LoanApplication.objects.update(decided_at=datetime(2026, 1, 1, tzinfo=UTC))

    send(decision)

    assert LoanApplication.objects.get().notified_at is None


def test_record_stands_for_good():
    sent = send(builders.declined())

    with pytest.raises(AppendOnlyError):
        sent.delete()
