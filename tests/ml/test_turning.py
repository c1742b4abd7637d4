"""What would turn a recommendation is what the model says of that very applicant."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from ml import encoding, schema
from ml.recommendation import Thresholds
from ml.turning import Turns, turns
from tests.rows import row

TERMS = (12.0, 60.0, 120.0, 180.0, 240.0, 300.0, 360.0, 480.0)
AMOUNT = schema.COLUMN["LoanAmount"]
TERM = schema.COLUMN["Loan_Amount_Term"]


def encoded(**changes):
    return encoding.encode([row(**changes)])[0]


def recommended(scorer, applicant, column, value):
    changed = applicant.copy()
    changed[column] = value
    return scorer.score(changed[np.newaxis]).recommendation[0]


APPLICANT = encoded(LoanAmount=900.0, ApplicantIncome=6000.0, Loan_Amount_Term=120.0)


@pytest.fixture(scope="module", params=[0.0, 0.3, 0.7])
def strict(request, scorer):
    """The model with thresholds that this applicant does not reach, but nearly does."""
    amounts = np.arange(1.0, 900.0)
    reached = scorer.probabilities(varied(APPLICANT, AMOUNT, amounts))
    low, high = scorer.probabilities(APPLICANT[np.newaxis])[0], reached.max()
    assert low < high
    limit = float(low + (high - low) * (0.01 + request.param))
    thresholds = Thresholds(approve_from=limit, decline_below=0.0)
    return replace(scorer, manifest=replace(scorer.manifest, thresholds=thresholds))


def varied(applicant, column, values):
    matrix = np.tile(applicant, (len(values), 1))
    matrix[:, column] = values
    return matrix


def test_the_largest_amount_is_the_largest_that_is_approved(strict):
    found = turns(strict, APPLICANT, TERMS)

    assert found.amount is not None
    assert recommended(strict, APPLICANT, AMOUNT, found.amount) == "approve"
    larger = np.arange(found.amount + 1, APPLICANT[AMOUNT])
    assert "approve" not in {recommended(strict, APPLICANT, AMOUNT, x) for x in larger}


def test_the_terms_are_the_outermost_that_are_approved(strict):
    fit = [x for x in TERMS if recommended(strict, APPLICANT, TERM, x) == "approve"]

    found = turns(strict, APPLICANT, TERMS)

    assert found.terms == ((min(fit), max(fit)) if fit else None)


def test_a_missing_fact_is_made_up_by_nothing_else(scorer):
    found = turns(scorer, encoded(Credit_History=None), TERMS)

    assert found == Turns(None, 1.0, None, elsewhere=False)


def test_every_round_amount_is_tried_up_to_sixty_five_millions(strict):
    large = encoded(
        LoanAmount=60_000.0, ApplicantIncome=400_000.0, Loan_Amount_Term=120.0
    )

    found = turns(strict, large, ())

    assert found.step == 1
    if found.amount is not None:
        above = varied(large, AMOUNT, np.arange(found.amount + 1, 60_000.0))
        assert "approve" not in strict.score(above).recommendation


def test_beyond_that_the_step_is_told(scorer):
    assert turns(scorer, encoded(LoanAmount=1e6, Credit_History=0), ()).step == 100


def test_what_turns_elsewhere_is_not_denied(strict):
    """Half a thousand would do, which is no round amount."""
    reached = strict.probabilities(varied(APPLICANT, AMOUNT, [0.5]))[0]
    thresholds = Thresholds(approve_from=float(reached), decline_below=0.0)
    only = replace(strict, manifest=replace(strict.manifest, thresholds=thresholds))
    small = varied(APPLICANT, AMOUNT, [1.0])[0]

    found = turns(only, small, ())

    assert (found.amount, found.terms) == (None, None)
    assert found.elsewhere
