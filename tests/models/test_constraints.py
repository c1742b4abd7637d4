"""The database keeps the invariants, whoever writes."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from predictor.models import LoanApplication, ModelVersion
from tests import builders

pytestmark = pytest.mark.django_db


def refuses(constraint):
    return pytest.raises(IntegrityError, match=constraint)


NOW = timezone.now()
APPROVED = {"status": "approved", "loan_status": "Y", "label_source": "officer"}


@pytest.mark.parametrize(
    ("constraint", "change"),
    [
        ("gender_in_domain", {"gender": "male"}),
        ("married_in_domain", {"married": "Maybe"}),
        ("dependents_in_domain", {"dependents": "4"}),
        ("education_in_domain", {"education": "None"}),
        ("self_employed_in_domain", {"self_employed": "1"}),
        ("applicant_income_in_domain", {"applicant_income": -1}),
        ("coapplicant_income_in_domain", {"coapplicant_income": 1.1e9}),
        ("loan_amount_in_domain", {"loan_amount": 0}),
        ("loan_amount_term_in_domain", {"loan_amount_term": 601}),
        ("credit_history_in_domain", {"credit_history": 2}),
        ("property_area_in_domain", {"property_area": "Moon"}),
        ("loan_id_not_empty", {"loan_id": ""}),
        ("status_known", {"status": "lost"}),
        ("source_known", {"source": "fax"}),
        ("label_says_the_status", {"loan_status": "Y", "label_source": "officer"}),
        ("label_says_the_status", {**APPROVED, "loan_status": "N"}),
        ("label_says_the_status", {**APPROVED, "loan_status": "M"}),
        ("label_says_the_status", {"status": "declined"}),
        ("label_has_a_source", {**APPROVED, "label_source": None}),
        ("label_has_a_source", {"label_source": "officer"}),
        ("required_facts_are_there", {"education": None}),
        ("required_facts_are_there", {**APPROVED, "applicant_income": None}),
        ("ready_is_complete", {"credit_history": None}),
        ("ready_is_complete", {"completed_at": None}),
        ("outcome_of_an_approved_loan", {**APPROVED, "outcome": "repaid"}),
        ("outcome_of_an_approved_loan", {**APPROVED, "outcome_at": NOW}),
        ("outcome_of_an_approved_loan", {"outcome": "repaid", "outcome_at": NOW}),
        ("revision_from_one", {"revision": 0}),
    ],
)
def test_an_application_outside_its_rules_is_refused(constraint, change):
    with refuses(constraint), transaction.atomic():
        builders.application(**change)


@pytest.mark.parametrize(
    "change",
    [
        {"status": "incomplete", "education": None, "applicant_income": None},
        {"status": "withdrawn", "property_area": None},
        {**APPROVED, "loan_amount": None, "completed_at": None},
        {**APPROVED, "outcome": "defaulted", "outcome_at": NOW},
    ],
)
def test_an_application_within_its_rules_is_kept(change):
    builders.application(**change)

    assert LoanApplication.objects.count() == 1


def test_a_reference_stands_once():
    builders.application(loan_id="A")
    with pytest.raises(IntegrityError), transaction.atomic():
        builders.application(loan_id="A")


FOLLOWS = "recommendation_follows_thresholds"


@pytest.mark.parametrize(
    ("constraint", "change"),
    [
        ("probability_from_0_to_1", {"probability": 1.01}),
        (FOLLOWS, {"recommendation": "approve", "probability": 0.59}),
        (FOLLOWS, {"recommendation": "decline", "probability": 0.4}),
        (FOLLOWS, {"recommendation": "refer", "probability": 0.6}),
        (FOLLOWS, {"recommendation": "refer", "probability": 0.39}),
        ("incomplete_is_referred", {"probability": 0.9, "code": "incomplete"}),
        ("prediction_thresholds_in_order", {"decline_below": 0.7}),
        ("channel_known", {"channel": "fax"}),
    ],
)
def test_a_prediction_outside_its_rules_is_refused(constraint, change):
    with refuses(constraint), transaction.atomic():
        builders.prediction(**change)


@pytest.mark.parametrize(
    ("constraint", "change"),
    [
        ("number_from_one", {"number": 0}),
        ("thresholds_in_order", {"approve_from": 0.3, "decline_below": 0.4}),
        ("thresholds_in_order", {"approve_from": 1.2}),
        ("thresholds_in_order", {"decline_below": -0.1}),
    ],
)
def test_a_version_outside_its_rules_is_refused(constraint, change):
    with refuses(constraint), transaction.atomic():
        builders.model_version(**change)


def test_one_version_is_active_at_most():
    builders.model_version(number=1, is_active=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        builders.model_version(number=2, is_active=True)
    assert ModelVersion.objects.filter(is_active=True).count() == 1


@pytest.mark.parametrize(
    ("constraint", "change"),
    [
        ("verdict_known", {"verdict": "maybe"}),
        ("override_code_known", {"override_code": "income", "override_text": "so"}),
        ("override_says_why", {"override_code": "policy", "override_text": ""}),
        ("override_says_why", {"override_text": "because"}),
    ],
)
def test_a_decision_outside_its_rules_is_refused(constraint, change):
    with refuses(constraint), transaction.atomic():
        builders.decision(**change)
