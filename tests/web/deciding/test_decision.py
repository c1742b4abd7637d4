"""The page of a decision: what it was, and for whom."""

import pytest
from django.test import Client

from predictor.models.roles import Role
from tests import builders
from tests.builders import REASONS, scored
from tests.services.deciding import desk
from tests.web.deciding.pages import answer, page, shown

pytestmark = pytest.mark.django_db


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
