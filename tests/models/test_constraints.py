"""The database keeps the invariants, whoever writes."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from predictor.models import LoanApplication, ModelVersion
from tests import builders

pytestmark = pytest.mark.django_db


def refuses(constraint):
    return pytest.raises(IntegrityError, match=constraint)


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
        ("loan_status_in_domain", {"loan_status": "M"}),
        ("loan_id_not_empty", {"loan_id": ""}),
        ("status_known", {"status": "lost"}),
        ("source_known", {"source": "fax"}),
        ("label_says_the_status", {"loan_status": "Y", "label_source": "officer"}),
        ("label_says_the_status", {"status": "approved"}),
        ("label_has_a_source", {"loan_status": "Y", "status": "approved"}),
        ("outcome_has_a_date", {"outcome": "repaid"}),
        ("outcome_has_a_date", {"outcome_at": timezone.now()}),
        ("revision_from_one", {"revision": 0}),
    ],
)
def test_an_application_outside_its_rules_is_refused(constraint, change):
    with refuses("constraint"), transaction.atomic():
        builders.application(**change)
    assert constraint in {c.name for c in LoanApplication._meta.constraints}


def test_a_reference_stands_once():
    builders.application(loan_id="A")
    with pytest.raises(IntegrityError), transaction.atomic():
        builders.application(loan_id="A")


@pytest.mark.parametrize(
    "change",
    [
        {"probability": 1.01},
        {"recommendation": "approve", "probability": 0.59},
        {"recommendation": "decline", "probability": 0.4},
        {"recommendation": "approve", "probability": 0.9, "code": "incomplete"},
        {"channel": "fax"},
    ],
)
def test_a_prediction_outside_its_rules_is_refused(change):
    with pytest.raises(IntegrityError), transaction.atomic():
        builders.prediction(**change)


@pytest.mark.parametrize(
    "change",
    [
        {"number": 0},
        {"approve_from": 0.3, "decline_below": 0.4},
        {"approve_from": 1.2},
        {"decline_below": -0.1},
    ],
)
def test_a_version_outside_its_rules_is_refused(change):
    with pytest.raises(IntegrityError), transaction.atomic():
        builders.model_version(**change)


def test_one_version_is_active_at_most():
    builders.model_version(number=1, is_active=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        builders.model_version(number=2, is_active=True)
    assert ModelVersion.objects.filter(is_active=True).count() == 1


@pytest.mark.parametrize(
    "change",
    [
        {"verdict": "maybe"},
        {"override_code": "income", "override_text": ""},
        {"prediction": None, "prediction_hidden": True},
    ],
)
def test_a_decision_outside_its_rules_is_refused(change):
    with pytest.raises(IntegrityError), transaction.atomic():
        builders.decision(**change)
