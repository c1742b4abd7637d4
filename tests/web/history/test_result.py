"""The permanent address of a result."""

import re
from uuid import uuid4

import pytest
from django.urls import reverse

from tests import builders
from tests.web.typed import submit


def page_of(client, prediction):
    response = client.get(reverse("prediction-detail", args=[prediction.pk]))
    assert response.status_code == 200
    return response.content.decode()


def words(page):
    return " ".join(re.sub(r"<[^>]*>", " ", page).split())


def test_result_says_what_the_model_suggests_and_what_that_means(officer_client):
    page = words(page_of(officer_client, builders.prediction()))

    assert "Model suggests: approve" in page
    assert "83 % how often officers approved similar applications" in page
    assert "not the chance of repayment" in page
    assert "Decline below 40 %, approve from 60 %" in page
    assert "A person decides." in page


@pytest.mark.parametrize(
    ("recommendation", "probability", "word"),
    [
        ("approve", 0.6, "approve"),
        ("refer", 0.5, "review"),
        ("decline", 0.2, "decline"),
    ],
)
def test_suggestion_is_a_word_of_the_loan_desk(
    officer_client, recommendation, probability, word
):
    made = builders.prediction(recommendation=recommendation, probability=probability)

    assert f"Model suggests: {word}" in words(page_of(officer_client, made))


def test_result_shows_version_time_person_and_reference(officer_client, officer):
    made = builders.prediction(requested_by=officer)

    page = page_of(officer_client, made)

    assert "<dt>Model version</dt><dd>1</dd>" in page
    assert f'<time datetime="{made.created_at:%Y-%m-%dT%H:%M}' in page
    assert "<dt>Asked by</dt><dd>officer</dd>" in page
    assert made.application.loan_id in page


def test_what_was_submitted_is_shown_in_full_amounts_with_units(officer_client):
    page = page_of(officer_client, builders.prediction())

    assert "<dt>Loan amount</dt><dd>128,000 dollars</dd>" in page
    assert "<dt>Applicant&#x27;s income</dt><dd>5,849 dollars per month</dd>" in page
    assert "<dt>Term</dt><dd>360 months</dd>" in page
    assert "<dt>Credit history</dt><dd>Meets the guidelines</dd>" in page


def test_review_names_what_is_missing(officer_client):
    lacking = builders.INPUTS | {"Credit_History": None, "LoanAmount": None}
    made = builders.prediction(
        inputs=lacking, recommendation="refer", code="incomplete"
    )

    page = words(page_of(officer_client, made))

    assert "Not known: loan amount, credit history." in page


def test_review_between_the_limits_says_so(officer_client):
    made = builders.prediction(recommendation="refer", probability=0.5)

    page = words(page_of(officer_client, made))

    assert "the probability lies between both limits" in page


def test_picture_has_words_for_those_who_do_not_see_it(officer_client):
    page = page_of(officer_client, builders.prediction())

    assert '<svg class="scale"' in page
    assert "This application is at 83 %." in page


def test_number_keeps_the_decimals_that_tell_it_from_a_limit(officer_client):
    made = builders.prediction(recommendation="refer", probability=0.5996)

    assert "60.0 %" not in page_of(officer_client, made)
    assert "<strong>59.96 %</strong>" in page_of(officer_client, made)


@pytest.mark.parametrize(
    ("recommendation", "probability", "shown"),
    [("decline", 0.0004, "less than 1 %"), ("approve", 0.9999, "more than 99 %")],
)
def test_nothing_is_ever_quite_certain(
    officer_client, recommendation, probability, shown
):
    made = builders.prediction(recommendation=recommendation, probability=probability)

    assert f"<strong>{shown}</strong>" in page_of(officer_client, made)


def test_result_is_read_in_few_queries(officer_client, django_assert_num_queries):
    made = builders.prediction()
    builders.explanation(made)

    # session, user, permissions (2), prediction, explanation, newer score, live
    # version, uses of what-if
    with django_assert_num_queries(9):
        page_of(officer_client, made)


def test_result_that_does_not_exist_is_not_found(officer_client):
    response = officer_client.get(reverse("prediction-detail", args=[uuid4()]))

    assert response.status_code == 404


def test_result_asks_who_is_not_logged_in_to_log_in(client, db):
    made = builders.prediction()

    response = client.get(reverse("prediction-detail", args=[made.pk]))

    assert response.url.startswith(reverse("login"))


@pytest.mark.usefixtures("live_version")
def test_form_and_result_agree(officer_client):
    page = officer_client.get(submit(officer_client).url).content.decode()

    assert "<dt>Loan amount</dt><dd>110,000 dollars</dd>" in page
