"""Counter-offers: their terms, their letter, and that they are no label."""

from datetime import timedelta

import pytest
from django.utils import timezone

from predictor.models import Decision, LoanApplication
from predictor.services import days
from predictor.services.deciding import deadlines, notices
from predictor.services.deciding.faults import InvalidGrounds
from predictor.services.labels import labelled_rows
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


def broken(**said):
    with pytest.raises(InvalidGrounds) as invalid:
        offer(scored(), **said)
    assert not Decision.objects.exists()
    return rules(invalid.value)


def test_offer_is_kept_with_its_terms_and_the_reasons_why_not_as_asked():
    made = offer(scored())

    assert made.offer == OFFER
    assert [reason["code"] for reason in made.reasons] == [
        "credit_history_below",
        "amount_high",
    ]
    assert application().status == "counter_offer"


def test_offer_is_no_label_to_learn_from():
    offer(scored())

    assert application().loan_status is None
    assert labelled_rows().y.tolist() == []


@pytest.mark.parametrize("answer", [approve, decline])
def test_answered_offer_has_its_90_days_from_when_it_was_told(answer):
    made = offer(scored())
    told = timezone.now() - timedelta(days=20)
    LoanApplication.objects.update(
        completed_at=told - timedelta(days=40), notified_at=told
    )

    answer(made.prediction, reverses=made, reversed_because="As she says.")

    found = deadlines.due(application())
    assert found
    assert found.on == days.of(told) + timedelta(days=90)
    assert days.of(application().waiting_since) == found.on - deadlines.NOTICE


def test_letter_has_what_was_asked_for_and_what_is_offered():
    letter = notices.letter_of(offer(scored()))

    assert (letter.verdict, letter.amount, letter.months) == (
        "counter_offer",
        "$128,000",
        "360",
    )
    assert (letter.offered_amount, letter.offered_months) == ("$90,000", "240")
    assert len(letter.reasons) == 2
    assert letter.statement.startswith("The Federal Equal Credit Opportunity Act")


def test_ninety_days_count_from_the_day_on_which_it_was_told():
    made = offer(scored())

    notices.record_sent(made, timezone.localdate(), by=officer())

    due = deadlines.due(application())
    assert due
    assert due.days_left == 90


@pytest.mark.parametrize(
    ("terms", "fault"),
    [
        ({}, [("LoanAmount", "required"), ("Loan_Amount_Term", "required")]),
        ({"LoanAmount": 90.0}, [("Loan_Amount_Term", "required")]),
        (OFFER | {"LoanAmount": 0}, [("LoanAmount", "range")]),
        (OFFER | {"LoanAmount": "a lot"}, [("LoanAmount", "type")]),
        (OFFER | {"LoanAmount": float("nan")}, [("LoanAmount", "range")]),
        (OFFER | {"Loan_Amount_Term": 601.0}, [("Loan_Amount_Term", "range")]),
        (OFFER | {"Gender": "Female"}, [("Gender", "not_allowed")]),
        (
            {"LoanAmount": 128.0, "Loan_Amount_Term": 360.0},
            [("LoanAmount", "same_terms")],
        ),
    ],
)
def test_terms_keep_the_rules_of_the_dictionary_and_differ(terms, fault):
    assert broken(offer=terms) == fault


def test_offer_needs_a_reason_why_not_as_asked_for():
    assert broken(confirmed=(), left_out_because="Both are wrong.") == [
        ("confirmed", "required")
    ]


@pytest.mark.parametrize("decide", [approve, decline])
def test_only_an_offer_has_terms(decide):
    with pytest.raises(InvalidGrounds) as invalid:
        decide(scored(), offer=OFFER)

    assert rules(invalid.value) == [("offer", "no_offer")]


@pytest.mark.parametrize(
    ("suggested", "said", "fault"),
    [
        (
            "decline",
            {"override_code": "", "override_text": ""},
            [("override_code", "required"), ("override_text", "required")],
        ),
        (
            "approve",
            {"confirmed": (), "codes": ("terms",), "override_code": ""},
            [("override_code", "required")],
        ),
        ("refer", {}, [("override_code", "no_override")]),
    ],
)
def test_offer_against_the_model_says_why_and_no_other(suggested, said, fault):
    with pytest.raises(InvalidGrounds) as invalid:
        offer(scored(suggested), **said)

    assert rules(invalid.value) == fault


# Approvals


def test_approval_with_the_model_needs_no_word():
    made = approve(scored("approve"))

    assert (made.reasons, made.override_code) == ([], None)
    assert (application().status, application().loan_status) == ("approved", "Y")


def test_letter_of_an_approval_has_neither_reasons_nor_a_warning():
    letter = notices.letter_of(approve(scored("approve")))

    assert (letter.verdict, letter.reasons, letter.statement) == ("approve", [], "")


def test_approval_against_the_model_says_why():
    with pytest.raises(InvalidGrounds) as invalid:
        approve(scored("decline"), override_code="", override_text="")

    assert rules(invalid.value) == [
        ("override_code", "required"),
        ("override_text", "required"),
    ]


def test_approval_gives_no_reason_to_decline():
    with pytest.raises(InvalidGrounds) as invalid:
        approve(scored("refer"), codes=("funds",), other="It is a mill.")

    assert rules(invalid.value) == [("codes", "no_reasons"), ("other", "no_reasons")]
