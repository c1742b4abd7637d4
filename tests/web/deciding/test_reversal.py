"""A decision in place of another one, on the pages."""

import re

import pytest
from django.urls import reverse

from predictor.models import Decision, LoanApplication
from tests.builders import scored
from tests.services.deciding import desk
from tests.web.deciding.pages import errors, page, send, shown

pytestmark = pytest.mark.django_db


def links(client, decision):
    return re.findall(
        r'href="([^"]+reverses=[^"]+)"', shown(client, decision).content.decode()
    )


def test_decision_in_force_offers_what_may_take_its_place(officer_client):
    made = desk.decline(scored())

    names = ["approve", "decline", "counter-offer"]
    assert links(officer_client, made) == [
        f"{reverse(name, args=[made.prediction_id])}?reverses={made.pk}"
        for name in names
    ]


def test_approval_is_not_replaced_by_an_approval(officer_client):
    made = desk.approve(scored("approve"))

    assert len(links(officer_client, made)) == 2


def test_reversal_asks_why_and_names_the_decision(officer_client):
    made = desk.decline(scored())
    address = links(officer_client, made)[0]

    text = officer_client.get(address).content.decode()

    assert "Why does this decision take the place of the one before?" in text
    assert f'name="reverses" value="{made.pk}"' in text
    response = officer_client.post(address.split("?")[0], {"reverses": made.pk})
    assert "id_reversed_because" in errors(response)


def test_reversal_takes_the_place(officer_client):
    made = desk.decline(scored())
    said = {
        "reverses": made.pk,
        "reversed_because": "A payslip came.",
        "override_code": "facts",
        "override_text": "A payslip.",
    }

    send(officer_client, "approve", made.prediction, "approve", **said)

    newest = Decision.objects.get(reverses=made)
    assert (newest.reverses, newest.verdict) == (made, "approve")
    before = shown(officer_client, made)
    assert "Replaced by another decision." in page(before)
    assert reverse("decision", args=[newest.pk]) in before.content.decode()
    assert "Because: A payslip came." in page(shown(officer_client, newest))
    assert links(officer_client, made) == []


def test_reversal_that_somebody_else_forestalled_says_so(officer_client):
    made = desk.decline(scored())
    desk.offer(made.prediction, by="otto", reverses=made)
    said = {"reverses": made.pk, "reversed_because": "A payslip came."}

    for action in ("preview", "approve"):
        address = reverse("approve", args=[made.prediction_id])
        response = officer_client.post(address, {**said, "action": action}, follow=True)
        assert "Another decision was taken meanwhile" in page(response)
    assert Decision.objects.count() == 2


@pytest.mark.parametrize("named", ["", "nothing", "0" * 32])
def test_decision_that_nobody_names_is_not_reversed(officer_client, named):
    made = desk.decline(scored())

    address = reverse("approve", args=[made.prediction_id])
    response = officer_client.get(address, {"reverses": named}, follow=True)

    assert "The application is decided or closed already." in page(response)


def test_loan_that_has_ended_keeps_its_decision(officer_client):
    made = desk.approve(scored("approve"))
    LoanApplication.objects.update(outcome="repaid", outcome_at=made.created_at)

    assert "How the loan ended is recorded" in page(shown(officer_client, made))
    assert links(officer_client, made) == []


def test_reversal_survives_the_end_of_the_session(officer_client):
    made = desk.decline(scored())
    address = reverse("approve", args=[made.prediction_id])
    said = {"reverses": made.pk, "reversed_because": "A payslip came."}
    officer_client.logout()

    text = officer_client.post(address, said).content.decode()
    [kept] = re.findall(r'name="kept" value="([^"]+)"', text)
    login = {"username": "officer", "password": "officer-officer", "kept": kept}
    response = officer_client.post(reverse("login"), login, follow=True)

    assert "A payslip came." in page(response)
    assert f'name="reverses" value="{made.pk}"' in response.content.decode()


# After a counter-offer


def test_page_asks_what_came_of_an_offer(officer_client):
    offered = desk.offer(scored())

    text = page(shown(officer_client, offered))

    assert "What came of the offer?" in text
    assert "The offer was accepted: approve…" in text
    assert "The offer was not accepted: decline…" in text


def test_approval_says_on_which_terms(officer_client):
    offered = desk.offer(scored())
    said = {
        "reverses": offered.pk,
        "reversed_because": "Accepted on the phone.",
        "override_code": "policy",
        "override_text": "The offer is safe.",
    }

    response = send(officer_client, "approve", offered.prediction, "approve", **said)
    assert errors(response) == ["id_terms_0"]
    assert "What came of the counter-offer?" in page(response)
    send(
        officer_client,
        "approve",
        offered.prediction,
        "approve",
        **said,
        terms="offered",
    )

    made = Decision.objects.get(reverses=offered)
    assert (made.verdict, made.offer) == ("approve", desk.OFFER)
    assert "Approved as offered $90,000 over 240 months" in page(
        shown(officer_client, made)
    )
