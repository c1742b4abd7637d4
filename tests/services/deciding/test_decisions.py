"""Declining: the reasons in force, what is refused, and what the record then says."""

from __future__ import annotations

import pytest
from django.utils import timezone

from predictor.models import Channel, Decision, LoanApplication, Prediction, Verdict
from predictor.services import scoring
from predictor.services.deciding import decisions, grounds, officer_reasons
from predictor.services.deciding.faults import InvalidGrounds
from predictor.services.deciding.grounds import Grounds
from predictor.services.labels import labelled_rows
from tests import builders
from tests.at_once import at_once
from tests.builders import REASONS, scored
from tests.rows import row

pytestmark = pytest.mark.django_db

BOTH = ("credit_history_below", "amount_high")


def decline(prediction, **said):
    return decisions.decide(
        prediction.pk, Verdict.DECLINE, Grounds(**said), by=builders.person("olga")
    )


def ask(sent):
    return scoring.score(
        rows=[sent], by=builders.person(), channel=Channel.API, request_id="r"
    )


def rules(prediction, **said):
    with pytest.raises(InvalidGrounds) as invalid:
        decline(prediction, **said)
    assert not Decision.objects.exists()
    assert LoanApplication.objects.get().status == "ready"
    return [(fault.field, fault.rule) for fault in invalid.value.faults]


def test_decision_has_what_was_seen_and_said():
    prediction = scored()

    made = decline(prediction, confirmed=BOTH, codes=("collateral",), other="Too new.")

    made.refresh_from_db()
    assert (made.verdict, made.prediction, made.revision) == ("decline", prediction, 1)
    assert made.inputs == prediction.inputs
    assert made.decided_by.username == "olga"
    assert made.reasons == [
        {key: r[key] for key in ("code", "field", "text")} | {"source": "model"}
        for r in REASONS
    ] + [
        {
            "code": code,
            "field": None,
            "text": text,
            "source": "officer",
        }
        for code, text in (
            ("collateral", officer_reasons.sentence("collateral")),
            ("other", "Too new."),
        )
    ]
    assert (made.left_out, made.override_code) == ([], None)


def test_application_is_then_declined_and_a_label_to_learn_from():
    before = timezone.now()

    made = decline(scored(), confirmed=BOTH)

    application = LoanApplication.objects.get()
    assert application.status == "declined"
    assert (application.loan_status, application.label_source) == ("N", "officer")
    assert application.decided_at == made.created_at >= before
    assert labelled_rows().y.tolist() == [0]


def test_reason_of_the_model_is_left_out_only_with_an_explanation():
    prediction = scored()
    assert rules(prediction, confirmed=BOTH[:1]) == [("left_out_because", "required")]

    made = decline(
        prediction, confirmed=BOTH[:1], left_out_because="The amount was agreed."
    )

    assert [reason["code"] for reason in made.reasons] == ["credit_history_below"]
    assert [reason["code"] for reason in made.left_out] == ["amount_high"]
    assert made.left_out_because == "The amount was agreed."
    assert made.override_code is None


def test_explanation_without_anything_left_out_is_a_slip():
    assert rules(scored(), confirmed=BOTH, left_out_because="So.") == [
        ("left_out_because", "nothing_left_out")
    ]


def test_all_reasons_of_the_model_may_be_left_out_for_own_ones():
    made = decline(scored(), codes=("funds",), left_out_because="Both are wrong.")

    assert [reason["source"] for reason in made.reasons] == ["officer"]
    assert len(made.left_out) == 2


def test_there_is_no_decline_without_a_reason():
    assert rules(scored(), left_out_because="Both are wrong.") == [
        ("confirmed", "required")
    ]


def test_decline_against_the_model_has_only_reasons_of_a_person():
    prediction = scored("approve")

    assert grounds.reasons_of_the_model(prediction) == []
    assert rules(prediction, confirmed=BOTH[:1]) == [
        ("confirmed", "choice"),
        ("override_code", "required"),
        ("override_text", "required"),
    ]
    made = decline(
        prediction,
        codes=("income_unverified",),
        override_code="verification",
        override_text="The employer does not know the applicant.",
    )
    assert [reason["source"] for reason in made.reasons] == ["officer"]
    assert made.override_code == "verification"


@pytest.mark.parametrize("recommendation", ["decline", "refer"])
def test_where_the_model_does_not_disagree_nothing_is_overridden(recommendation):
    prediction = scored(recommendation)

    assert rules(prediction, confirmed=BOTH, override_text="No.") == [
        ("override_code", "no_override")
    ]


def test_codes_of_nobody_are_refused():
    assert rules(scored(), confirmed=(*BOTH, "income_low"), codes=("weather",)) == [
        ("confirmed", "choice"),
        ("codes", "choice"),
    ]


def test_what_is_missing_is_no_reason_to_decline():
    missing = {
        "code": "incomplete",
        "field": "Credit_History",
        "text": "It is missing.",
    }
    prediction = scored("refer", reasons=[missing | {"contribution": None}, *REASONS])

    offered = grounds.reasons_of_the_model(prediction)

    assert [reason["code"] for reason in offered] == [*BOTH]


def test_nothing_is_decided_twice():
    prediction = scored()
    decline(prediction, confirmed=BOTH)

    with pytest.raises(decisions.NotDecidable) as refused:
        decline(prediction, confirmed=BOTH)

    assert refused.value.rule == "decided"
    assert Decision.objects.count() == 1


def test_score_of_other_values_is_stale():
    application = builders.application(revision=2)

    with pytest.raises(decisions.NotDecidable) as refused:
        decline(scored(application=application, revision=1), confirmed=BOTH)

    assert refused.value.rule == "stale"


def test_older_score_does_not_stand_where_a_newer_one_says_otherwise():
    older = scored()
    builders.prediction(application=older.application, probability=0.95)

    with pytest.raises(decisions.NotDecidable) as refused:
        decline(older, confirmed=BOTH)

    assert refused.value.rule == "superseded"


def test_nobody_was_told_of_a_decision_before_it():
    application = builders.application(notified_at=timezone.now())

    decline(scored(application=application), confirmed=BOTH)

    assert LoanApplication.objects.get().notified_at is None


def test_application_that_lacks_a_fact_is_not_declined():
    application = builders.application(
        credit_history=None, status="incomplete", completed_at=None
    )

    with pytest.raises(decisions.NotDecidable) as refused:
        decline(scored("refer", application=application), confirmed=BOTH)

    assert refused.value.rule == "incomplete"


@pytest.mark.usefixtures("live_version")
def test_declined_application_is_scored_no_more_with_other_values():
    sent = row(Credit_History=0)
    first = ask(sent)
    prediction = Prediction.objects.get(pk=str(first.answers.id[0]))
    offered = grounds.reasons_of_the_model(prediction)
    decline(prediction, confirmed=tuple(r["code"] for r in offered), codes=("terms",))

    with pytest.raises(scoring.InvalidRows) as refused:
        ask(sent | {"LoanAmount": 20.0})

    assert refused.value.says("decided")
    assert LoanApplication.objects.get().loan_amount == sent["LoanAmount"]


@pytest.mark.django_db(transaction=True)
def test_of_officers_who_decide_at_once_one_does():
    prediction = scored()
    builders.person("olga")

    def attempt(_: int) -> str:
        try:
            decline(prediction, confirmed=BOTH)
        except decisions.NotDecidable as refused:
            return refused.rule
        return "declined"

    assert sorted(at_once(attempt)) == ["decided"] * 5 + ["declined"]
    assert Decision.objects.count() == 1
