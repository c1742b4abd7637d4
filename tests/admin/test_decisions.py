"""What officers decided."""

import pytest
from django.urls import reverse

from predictor.services.deciding import second
from tests import builders
from tests.services.deciding import desk

pytestmark = pytest.mark.django_db
LIST = reverse("admin:predictor_decision_changelist")


def test_list_says_who_decided_what(boss):
    decision = builders.decision(decided_by=builders.person("olga"))

    text = boss.get(LIST).content.decode()

    assert decision.application.loan_id in text
    assert "olga" in text


def test_list_is_filtered_and_searched(boss):
    builders.decision()
    declined = builders.decision(verdict="decline")

    for query in ({"verdict": "decline"}, {"q": declined.application.loan_id}):
        answer = boss.get(LIST, query)
        assert list(answer.context["cl"].result_list) == [declined]


def test_page_shows_what_the_officer_saw(boss):
    decision = builders.decision(
        verdict="decline", override_code="policy", override_text="Too many loans."
    )

    answer = boss.get(reverse("admin:predictor_decision_change", args=[decision.pk]))

    text = answer.content.decode()
    for part in ("Decline", "Approve", "83.1\u00a0%", "Too many loans.", "5,849"):
        assert part in text


def test_nobody_deletes_it(boss):
    decision = builders.decision()
    address = reverse("admin:predictor_decision_delete", args=[decision.pk])

    assert boss.post(address, {"post": "yes"}).status_code == 403


def page_of(boss, decision):
    address = reverse("admin:predictor_decision_change", args=[decision.pk])
    return boss.get(address).content.decode()


def test_page_has_what_a_second_officer_said(boss, settings):
    settings.SECOND_OFFICER_ABOVE = 1
    made = desk.offer(builders.scored())
    second.send_back(made.pk, by=desk.officer("otto"), text="Too little.")

    text = page_of(boss, made)

    for part in (
        "Sent back by a second officer",
        "otto",
        "Too little.",
        "Needed",
        "Loan amount",
        "90",
    ):
        assert part in text


def test_page_leads_to_the_decision_in_whose_place_it_stands(boss):
    first = desk.decline(builders.scored())
    made = desk.approve(first.prediction, reverses=first)

    text = page_of(boss, made)

    assert reverse("admin:predictor_decision_change", args=[first.pk]) in text
    assert "It was a mistake." in text
    assert "In force" in text
    assert "Replaced by another decision" in page_of(boss, first)
