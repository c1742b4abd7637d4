"""Which decision is in force, on the page of an application."""

import pytest
from django.urls import reverse

from predictor.models import Verdict
from predictor.models.roles import Role
from predictor.services.deciding import decisions, second, standing
from predictor.services.deciding.grounds import Grounds
from predictor.services.deciding.standing import Standing
from predictor.services.desk import closing, reopening
from predictor.web.application import decided
from tests import builders
from tests.services.deciding import desk


def page_of(client, application):
    response = client.get(reverse("application-detail", args=[application.pk]))
    assert response.status_code == 200
    return response.content.decode()


def test_decisions_say_which_is_in_force_and_who_confirmed_it(
    officer_client, officer, settings
):
    settings.SECOND_OFFICER_ABOVE = 1
    colleague = builders.person_as(Role.LOAN_OFFICER, "colleague")
    seen = builders.scored("approve")
    sent_back = decisions.decide(seen.pk, Verdict.APPROVE, Grounds(), by=officer)
    second.send_back(sent_back.pk, by=colleague, text="Look again.")
    confirmed = decisions.decide(seen.pk, Verdict.APPROVE, Grounds(), by=officer)
    page = page_of(officer_client, seen.application)
    assert "Waits for a second officer" in page
    second.confirm(confirmed.pk, by=colleague)

    table = page_of(officer_client, seen.application).split("What was decided")[1]

    assert "In force" in table
    assert "confirmed by colleague" in table
    assert "sent back by colleague" in table
    assert "Waits for" not in table.split("</table>")[0]


def test_decision_of_a_reopened_application_is_no_longer_in_force(
    officer_client, officer
):
    made = builders.declined()
    assert "In force" in page_of(officer_client, made.application)

    reopening.reopen(made.application_id, "A slip.", by=officer)

    assert "No longer in force" in page_of(officer_client, made.application)


def test_proposal_of_a_withdrawn_application_never_took_effect(
    officer_client, officer, settings
):
    settings.SECOND_OFFICER_ABOVE = 1
    seen = builders.scored("approve")
    decisions.decide(seen.pk, Verdict.APPROVE, Grounds(), by=officer)
    closing.withdraw(seen.application_id, "Bought elsewhere.", by=officer)

    assert "it never took effect" in page_of(officer_client, seen.application)


@pytest.mark.django_db
def test_each_decision_stands_where_its_own_page_says(settings):
    settings.SECOND_OFFICER_ABOVE = 1
    seen = builders.scored("approve")
    application = seen.application
    found: set[Standing] = set()

    def compare():
        application.refresh_from_db()
        stored = list(decided.decisions_of(application))
        lines = [line.standing for line in decided.lines(application, stored)]
        assert lines == [standing.of(decision) for decision in stored]
        found.update(lines)

    sent_back = desk.approve(seen)
    compare()
    second.send_back(sent_back.pk, by=desk.officer("otto"), text="Look again.")
    first = desk.approve(seen)
    second.confirm(first.pk, by=desk.officer("otto"))
    compare()
    reversal = desk.decline(seen, reverses=first)
    compare()
    second.confirm(reversal.pk, by=desk.officer("otto"))
    compare()
    desk.approve(seen, reverses=reversal)
    closing.withdraw(application.pk, "Bought elsewhere.", by=desk.officer())
    compare()
    assert found == set(Standing)
