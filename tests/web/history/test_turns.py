"""What would change a recommendation, as the page of a result says it."""

import json

import pytest
from django.urls import reverse

from ml.turning import Turns
from predictor.models import Channel
from predictor.services import scoring
from predictor.web.history.turns import in_words
from tests import builders
from tests.rows import row


def test_the_largest_amount_is_told_in_full():
    [said] = in_words(Turns(95.0, 1.0, None))

    assert said.endswith("suggests approve is $95,000, in steps of $1,000.")


def test_the_outermost_terms_are_told():
    [said] = in_words(Turns(None, 1.0, (240.0, 360.0)))

    assert "is 240 months, and the longest 360 months." in said


def test_one_term_is_told_once():
    [said] = in_words(Turns(None, 1.0, (480.0, 480.0)))

    assert said.count("480 months") == 1


def test_where_nothing_changes_it_that_is_said():
    nothing = Turns(None, 1.0, None)
    assert in_words(nothing) == ["No change of amount or term changes this."]


def test_what_only_other_amounts_change_is_not_denied():
    [said] = in_words(Turns(None, 1.0, None, elsewhere=True))

    assert said.startswith("No smaller round amount")


def page_of(client, **changes):
    scored = scoring.score(
        rows=json.dumps(row(**changes)).encode(),
        by=builders.person(),
        channel=Channel.API,
        request_id="r",
    )
    address = reverse("prediction-detail", args=[scored.answers.id[0]])
    return scored.answers.recommendation[0], client.get(address).content.decode()


@pytest.mark.django_db
def test_a_result_that_is_not_to_approve_says_what_would_change_it(
    officer_client, live_version
):
    recommendation, page = page_of(officer_client, Credit_History=None)

    assert recommendation == "refer"
    assert "No change of amount or term changes this." in page


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["LoanAmount", "Loan_Amount_Term"])
def test_what_is_not_known_cannot_be_changed(officer_client, live_version, name):
    _, page = page_of(officer_client, **{name: None})

    assert "What would change it" not in page


@pytest.mark.django_db
def test_a_result_to_approve_has_nothing_to_change(officer_client, live_version):
    recommendation, page = page_of(officer_client)

    assert recommendation == "approve"
    assert "What would change it" not in page
