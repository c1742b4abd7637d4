"""What officers decided."""

import pytest
from django.urls import reverse

from tests import builders

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
