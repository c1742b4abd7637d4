"""The page of a decision: what it was, the second officer's answer, its reversal."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from predictor.models import Decision, JournalEntry, LoanApplication
from predictor.models.roles import Role
from predictor.services.deciding import second
from tests import builders
from tests.builders import REASONS, scored
from tests.services.deciding import desk
from tests.web.deciding.pages import browser, errors, page, send

pytestmark = pytest.mark.django_db


def shown(client, decision):
    return client.get(reverse("decision", args=[decision.pk]))


def answer(client, decision, action, text="", **options):
    address = reverse("decision-answer", args=[decision.pk])
    return client.post(address, {"action": action, "text": text}, **options)


def test_page_says_who_decided_what_and_why(officer_client):
    made = desk.offer(scored(), left_out_because="Agreed.", confirmed=desk.BOTH[:1])

    text = page(shown(officer_client, made))

    for part in (
        "Counter-offer",
        "In force.",
        "by olga",
        "Asked for $128,000 over 360 months",
        "Offered instead $90,000 over 240 months",
        REASONS[0]["text"],
        "Because: Agreed.",
        "Model suggested decline 18 %",
        "Something is known that the model is not told: A visit.",
        "days left",
    ):
        assert part in text


def test_auditor_reads_it_and_may_do_nothing(settings):
    settings.SECOND_OFFICER_ABOVE = 1
    proposed = desk.decline(scored())
    client = Client()
    client.force_login(builders.person_as(Role.AUDITOR))

    assert "Confirm the decision" not in page(shown(client, proposed))
    assert answer(client, proposed, "confirm").status_code == 403


@pytest.mark.parametrize("reversed_once", [False, True])
def test_page_is_read_in_few_queries(
    officer_client, django_assert_max_num_queries, reversed_once
):
    made = desk.decline(scored())
    if reversed_once:
        desk.approve(made.prediction, reverses=made)

    with django_assert_max_num_queries(12):
        page(shown(officer_client, made))


# The second officer


@pytest.fixture
def proposed(settings):
    """Return a decline of olga's that waits for a second officer."""
    settings.SECOND_OFFICER_ABOVE = 100_000
    return desk.decline(scored())


def test_after_deciding_it_says_that_a_second_officer_has_to_confirm(settings):
    settings.SECOND_OFFICER_ABOVE = 100_000
    client = browser("olga")

    response = send(client, "decline", scored(), "decline", confirmed=desk.BOTH)

    made = Decision.objects.get()
    assert response.url == reverse("decision", args=[made.pk])
    text = page(client.get(response.url))
    assert "takes effect when a second officer has confirmed it" in text
    assert "You decided it: another officer has to confirm it." in text
    assert "Confirm the decision" not in text


def test_result_says_that_it_waits(officer_client, proposed):
    result = reverse("prediction-detail", args=[proposed.prediction_id])

    text = page(officer_client.get(result))

    assert "Decided, and not in effect yet: Decline." in text


def test_other_officer_confirms(proposed):
    otto = browser("otto")
    assert "You are the second officer" in page(shown(otto, proposed))

    response = answer(otto, proposed, "confirm", "Checked.", follow=True)

    text = page(response)
    assert "Confirmed: the decision is in effect." in text
    assert "Confirmed by a second officer" in text
    assert "by otto Checked." in text
    assert LoanApplication.objects.get().status == "declined"


def test_other_officer_sends_it_back_with_a_word(proposed):
    otto = browser("otto")

    refused = answer(otto, proposed, "send-back")
    assert errors(refused) == ["id_text"]
    assert "Say why it goes back." in page(refused)
    text = page(answer(otto, proposed, "send-back", "The income.", follow=True))

    assert "it never took effect" in text
    assert "by otto The income." in text
    assert LoanApplication.objects.get().status == "ready"


def test_button_that_is_not_there_does_nothing_either(proposed):
    olga = browser("olga")

    text = page(answer(olga, proposed, "confirm", follow=True))

    assert "You decided it: another officer has to look at it." in text
    assert LoanApplication.objects.get().status == "awaiting_second_officer"


def test_answer_that_comes_too_late_says_so(proposed):
    second.confirm(proposed.pk, by=desk.officer("oda"))

    text = page(answer(browser("otto"), proposed, "send-back", "No.", follow=True))

    assert "No second officer is waited for any more." in text
    assert "by oda" in text


@pytest.mark.parametrize("action", ["", "reverse"])
def test_only_a_button_answers(proposed, action):
    response = answer(browser("otto"), proposed, action, "Half a sen")

    assert "Half a sen" in page(response)
    assert not JournalEntry.objects.filter(kind__in=["confirmed", "sent_back"])


def test_what_was_written_survives_the_end_of_the_session(proposed):
    otto = browser("otto")
    desk.officer("otto").set_password("x")
    user = desk.officer("otto")
    user.set_password("otto-otto-otto")
    user.save()

    said = answer(otto, proposed, "send-back", "The income is wrong.")
    [kept] = re.findall(r'name="kept" value="([^"]+)"', said.content.decode())
    login = {"username": "otto", "password": "otto-otto-otto", "kept": kept}
    text = page(otto.post(reverse("login"), login, follow=True))

    assert "Here is what you wrote" in text
    assert "The income is wrong." in text
    assert LoanApplication.objects.get().status == "awaiting_second_officer"


# The reversal


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

    newest = Decision.objects.first()
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

    made = Decision.objects.first()
    assert (made.verdict, made.offer) == ("approve", desk.OFFER)
    assert "Approved as offered $90,000 over 240 months" in page(
        shown(officer_client, made)
    )
