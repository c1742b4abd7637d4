"""The principal reasons: what pulled a score down, and nothing else."""

from __future__ import annotations

import numpy as np
import pytest

from ml import encoding, generated, schema
from ml.explanations import Contributions, Explainer
from ml.reasons import CATALOGUE, principal
from tests.rows import row

REFERENCE = row(Loan_ID=..., ApplicantIncome=4000, CoapplicantIncome=1000)
PLAYERS = tuple(
    field.name
    for field in schema.PREDICTORS
    if field.name != schema.COAPPLICANT_INCOME.name
)


def reasons(added=None, **changes):
    """Return the reasons of one applicant to whom this was added, by field."""
    matrix = encoding.encode([{**REFERENCE, **changes}])
    values = np.array([[(added or {}).get(name, 0.0) for name in PLAYERS]])
    found = Contributions(PLAYERS, values, 0.9, np.zeros(1))
    return principal(found, matrix, encoding.encode([REFERENCE])[0])[0]


def test_the_strongest_come_first():
    found = reasons(
        {"LoanAmount": -0.1, "Credit_History": -0.3, "Loan_Amount_Term": -0.2},
        LoanAmount=200.0,
        Credit_History=0,
        Loan_Amount_Term=120.0,
    )

    assert found == [
        ("credit_history_below", "Credit_History", -0.3),
        ("term_short", "Loan_Amount_Term", -0.2),
        ("amount_high", "LoanAmount", -0.1),
    ]


def test_what_helped_is_no_reason():
    assert reasons({"LoanAmount": 0.2}, LoanAmount=50.0) == []


def test_what_rounding_moved_is_no_reason():
    assert reasons({"LoanAmount": -1e-12}, LoanAmount=111.0) == []


def test_there_are_at_most_four():
    added = {name: -0.1 for name in PLAYERS if name not in schema.PROTECTED}

    assert len(added) > 4
    assert len(reasons(added)) == 4


@pytest.mark.parametrize("name", schema.PROTECTED)
def test_a_protected_attribute_is_never_a_reason(name):
    assert reasons({name: -0.5}) == []
    assert name not in CATALOGUE


def test_every_other_field_has_its_codes():
    assert set(CATALOGUE) == set(PLAYERS) - set(schema.PROTECTED)


@pytest.mark.parametrize(
    ("income", "other", "code"),
    [
        (3000, 1000, "income_low"),
        (5000, 1000, "income_split"),
        (1000, 4000, "income_split"),
    ],
)
def test_both_incomes_are_one_reason(income, other, code):
    found = reasons(
        {"ApplicantIncome": -0.1}, ApplicantIncome=income, CoapplicantIncome=other
    )

    assert found == [(code, "ApplicantIncome", -0.1)]


@pytest.mark.parametrize("name", schema.NEEDED_TO_DECIDE)
def test_what_is_missing_is_named_and_pulls_nothing(name):
    changes = {name: None, "Education": "Not Graduate"}
    found = reasons({name: -0.5, "Education": -0.1}, **changes)

    assert found == [
        ("incomplete", name, None),
        ("education", "Education", -0.1),
    ]


def test_what_is_missing_and_not_needed_is_not_named():
    assert reasons({"Self_Employed": -0.5}, Self_Employed=None) == []


def test_the_reasons_are_those_of_the_model(scorer):
    """Each names a field that the model uses, by its own negative contribution."""
    explainer = Explainer(scorer)
    matrix = generated.applicants(2_000, seed=4)
    found = explainer.explain(matrix, scorer.probabilities(matrix))

    every = principal(found, matrix, explainer.reference)
    for values, principal_ in zip(found.values, every, strict=True):
        added = dict(zip(found.players, values, strict=True))
        told = [(name, value) for _, name, value in principal_ if value is not None]
        assert all(added[name] == value < 0 for name, value in told)
        assert told == sorted(told, key=lambda reason: reason[1])
        assert len(principal_) <= 4
