"""The page on which an officer offers other terms."""

import pytest
from django.urls import reverse

from predictor.models import Decision, LoanApplication
from tests.builders import REASONS, scored
from tests.web.deciding.pages import errors, page, send

pytestmark = pytest.mark.django_db

SAID = {
    "amount": "$90 000",
    "term": "240",
    "confirmed": ["credit_history_below", "amount_high"],
    "override_code": "policy",
    "override_text": "We lend less.",
}


def offer(client, prediction, action="counter_offer", **changes):
    return send(client, "counter-offer", prediction, action, **SAID | changes)


def test_terms_that_were_asked_for_stand_in_the_boxes(officer_client):
    shown = officer_client.get(reverse("counter-offer", args=[scored().pk]))

    assert 'name="amount" value="128,000"' in shown.content.decode()
    assert 'name="term" value="360"' in shown.content.decode()


def test_offer_is_looked_over_with_its_terms_and_reasons(officer_client):
    shown = page(offer(officer_client, scored(), "preview"))

    preview = shown.split("The letter would make this offer")[1]
    assert preview.startswith(" $90,000 over 240 months")
    assert REASONS[0]["text"] in preview.split("Nothing is decided yet.")[0]
    assert not Decision.objects.exists()


def test_offer_leads_to_its_letter(officer_client):
    response = offer(officer_client, scored())

    made = Decision.objects.get()
    assert response.url == reverse("notice", args=[made.pk])
    assert made.offer == {"LoanAmount": 90.0, "Loan_Amount_Term": 240.0}
    assert LoanApplication.objects.get().status == "counter_offer"


@pytest.mark.parametrize(
    ("changes", "fields", "message"),
    [
        ({"amount": ""}, ["id_amount"], "Enter the loan amount."),
        ({"amount": "a lot"}, ["id_amount"], "as a number, like 110,000"),
        ({"amount": "0"}, ["id_amount"], "must be more than 0"),
        ({"term": "1000"}, ["id_term"], "at most 600"),
        ({"amount": "128000", "term": "360"}, ["id_amount"], "Offer another amount"),
        ({"amount": "", "term": ""}, ["id_amount", "id_term"], "Enter the term"),
        ({"override_code": ""}, ["id_override_code_0"], "Choose why you decide"),
    ],
)
def test_error_stands_at_its_field_in_an_officers_words(
    officer_client, changes, fields, message
):
    response = offer(officer_client, scored(), **changes)

    assert errors(response) == fields
    assert message in page(response)
    assert "We lend less." in page(response)
    assert not Decision.objects.exists()


def test_model_that_asks_for_a_person_is_not_gone_against(officer_client):
    asked = scored("refer")

    shown = page(officer_client.get(reverse("counter-offer", args=[asked.pk])))
    offer(officer_client, asked)

    assert "against the model" not in shown
    assert Decision.objects.get().override_code is None
