"""A decision in place of another one."""

import pytest
from django.utils import timezone

from predictor.models import Decision, LoanApplication
from predictor.services.deciding import decisions, notices, second, standing
from predictor.services.deciding.faults import InvalidGrounds
from predictor.services.deciding.standing import Standing
from predictor.services.labels import labelled_rows
from tests import builders
from tests.at_once import at_once
from tests.builders import scored
from tests.services.deciding.desk import (
    OFFER,
    application,
    approve,
    decline,
    offer,
    officer,
    rules,
)

pytestmark = pytest.mark.django_db


def test_another_decision_takes_the_place_and_says_why():
    first = decline(scored())

    made = approve(first.prediction, by="otto", reverses=first)

    assert (made.reverses, made.reversed_because) == (first, "It was a mistake.")
    assert application().status == "approved"
    assert labelled_rows().y.tolist() == [1]
    first.refresh_from_db()
    assert (first.verdict, standing.of(first)) == ("decline", Standing.REPLACED)
    assert standing.successor(first) == made
    assert standing.of(made) == Standing.IN_FORCE


def test_applicant_has_to_be_told_anew():
    first = decline(scored())
    notices.record_sent(first, timezone.localdate(), by=officer())
    assert application().notified_at

    made = approve(first.prediction, reverses=first)

    assert application().notified_at is None
    assert notices.letter_of(made).verdict == "approve"


def test_letter_that_was_sent_stays_what_it_was():
    first = decline(scored())
    letter = notices.letter_of(first)

    approve(first.prediction, reverses=first)

    assert notices.letter_of(first) == letter


def test_reversal_without_a_word_is_refused():
    first = decline(scored())

    with pytest.raises(InvalidGrounds) as invalid:
        approve(first.prediction, reverses=first, reversed_because="")

    assert rules(invalid.value) == [("reversed_because", "required")]


def test_word_without_a_reversal_is_a_slip():
    with pytest.raises(InvalidGrounds) as invalid:
        decline(scored(), reversed_because="So.")

    assert rules(invalid.value) == [("reversed_because", "nothing_reversed")]


def refused(*args, **said):
    with pytest.raises(decisions.NotDecidable) as no:
        approve(*args, **said)
    return no.value.rule


def test_decision_is_not_replaced_by_accident():
    first = decline(scored())

    assert refused(first.prediction) == "decided"


def test_decision_that_another_one_replaced_meanwhile_is_not_replaced():
    first = decline(scored())
    offer(first.prediction, by="otto", reverses=first)

    assert refused(first.prediction, reverses=first) == "decided"
    assert application().status == "counter_offer"


def test_where_nothing_is_decided_nothing_is_reversed():
    first = builders.decision(prediction=scored())

    assert refused(first.prediction, reverses=first) == "not_decided"


def test_imported_label_is_nobodys_decision_here():
    prediction = scored()
    first = builders.decision(prediction=prediction)
    LoanApplication.objects.update(
        status="approved", loan_status="Y", label_source="imported"
    )

    assert refused(prediction, reverses=first) == "decided"


def test_loan_that_has_ended_keeps_its_decision():
    first = approve(scored())
    LoanApplication.objects.update(outcome="repaid", outcome_at=timezone.now())

    with pytest.raises(decisions.NotDecidable) as no:
        decline(first.prediction, reverses=first)

    assert no.value.rule == "ended"


def test_stale_score_is_no_ground_for_a_reversal_either():
    first = decline(scored())
    LoanApplication.objects.update(revision=2)

    assert refused(first.prediction, reverses=first) == "stale"


def test_reversal_is_reversed_in_turn():
    first = decline(scored())
    made = approve(first.prediction, reverses=first)

    last = decline(first.prediction, reverses=made)

    assert [standing.of(d) for d in (first, made, last)] == [
        Standing.REPLACED,
        Standing.REPLACED,
        Standing.IN_FORCE,
    ]
    assert labelled_rows().y.tolist() == [0]


@pytest.mark.django_db(transaction=True)
def test_of_several_who_reverse_at_once_one_does():
    first = decline(scored())
    for number in range(6):
        officer(f"officer-{number}")

    def reverse(number):
        try:
            approve(first.prediction, by=f"officer-{number}", reverses=first)
        except decisions.NotDecidable:
            return False
        return True

    assert at_once(reverse).count(True) == 1
    assert Decision.objects.count() == 2


# With a second officer


@pytest.fixture
def contested(settings):
    """Return a decline in force, and an approval that is to take its place."""
    first = decline(scored())
    notices.record_sent(first, timezone.localdate(), by=officer())
    settings.SECOND_OFFICER_ON_OVERRIDE = True
    return first, approve(first.prediction, reverses=first)


def test_decision_waits_for_its_reversal_to_be_confirmed(contested):
    first, made = contested
    first.application.refresh_from_db()

    assert standing.of(first) == Standing.CONTESTED
    assert standing.successor(first) == made
    assert application().status == "awaiting_second_officer"


def test_reversal_that_is_sent_back_leaves_everything_as_it_was(contested):
    first, made = contested

    second.send_back(made.pk, by=officer("otto"), text="The first one was right.")

    stands = application()
    first.application = stands
    assert (stands.status, stands.loan_status) == ("declined", "N")
    assert stands.decided_at == first.created_at
    assert stands.notified_at == first.notices.get().notified_at
    assert standing.of(first) == Standing.IN_FORCE
    assert standing.successor(first) is None
    assert labelled_rows().y.tolist() == [0]


def test_confirmed_reversal_takes_the_place(contested):
    first, made = contested

    second.confirm(made.pk, by=officer("otto"))

    first.application = application()
    assert standing.of(first) == Standing.REPLACED
    assert application().status == "approved"


# After a counter-offer


def test_offer_that_is_accepted_becomes_an_approval_on_its_terms():
    offered = offer(scored())

    made = approve(offered.prediction, reverses=offered, offer=OFFER)

    letter = notices.letter_of(made)
    assert made.offer == OFFER
    assert (letter.offered_amount, letter.offered_months) == ("$90,000", "240")
    assert application().loan_status == "Y"


def test_approval_invents_no_terms():
    offered = offer(scored())

    with pytest.raises(InvalidGrounds) as invalid:
        approve(
            offered.prediction, reverses=offered, offer=OFFER | {"LoanAmount": 91.0}
        )

    assert rules(invalid.value) == [("offer", "no_offer")]


def test_offer_that_is_not_accepted_becomes_a_decline():
    offered = offer(scored())
    assert application().loan_status is None

    decline(offered.prediction, reverses=offered)

    assert (application().status, application().loan_status) == ("declined", "N")
