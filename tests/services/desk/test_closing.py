"""Applications that end without a decision."""

import pytest

from predictor.models import JournalEntry, LoanApplication, Verdict
from predictor.models.lifecycle import NotAllowed
from predictor.services.deciding import decisions, force, second
from predictor.services.deciding.grounds import Grounds
from predictor.services.desk import closing
from tests import builders

pytestmark = pytest.mark.django_db

DECLINED = {"status": "declined", "loan_status": "N", "label_source": "officer"}


@pytest.mark.parametrize(
    "status", ["incomplete", "ready", "awaiting_second_officer", "counter_offer"]
)
def test_applicant_may_withdraw_until_it_is_decided(officer, status):
    standing = builders.application(status=status)

    closing.withdraw(standing.pk, " Bought elsewhere. ", by=officer)

    assert LoanApplication.objects.get().status == "withdrawn"
    entry = JournalEntry.objects.get()
    assert (entry.kind, entry.status) == ("withdrawn", "withdrawn")
    assert (entry.text, entry.written_by) == ("Bought elsewhere.", officer)


@pytest.mark.parametrize("state", [DECLINED, {"status": "closed_incomplete"}])
def test_what_is_over_is_not_withdrawn(officer, state):
    standing = builders.application(**state)

    with pytest.raises(NotAllowed):
        closing.withdraw(standing.pk, "Late.", by=officer)

    assert LoanApplication.objects.get().status == state["status"]
    assert not JournalEntry.objects.exists()


def test_decision_that_waits_for_a_second_officer_then_never_takes_effect(
    officer, settings
):
    settings.SECOND_OFFICER_ABOVE = 1
    seen = builders.scored("approve")
    decided = decisions.decide(seen.pk, Verdict.APPROVE, Grounds(), by=officer)

    closing.withdraw(seen.application_id, "Bought elsewhere.", by=officer)

    with pytest.raises(second.NothingToConfirm):
        second.confirm(decided.pk, by=builders.person("colleague"))
    application = LoanApplication.objects.get()
    assert (application.status, application.loan_status) == ("withdrawn", None)
    assert force.in_force(application) is None


def test_what_is_incomplete_may_be_closed(officer):
    standing = builders.application(status="incomplete", loan_amount=None)

    closing.close(standing.pk, "No answer to two letters.", by=officer)

    assert LoanApplication.objects.get().status == "closed_incomplete"
    assert JournalEntry.objects.get().kind == "closed"


@pytest.mark.parametrize("status", ["ready", "withdrawn", "counter_offer"])
def test_nothing_else_is_closed_as_incomplete(officer, status):
    standing = builders.application(status=status)

    with pytest.raises(NotAllowed):
        closing.close(standing.pk, "Over.", by=officer)


@pytest.mark.parametrize("end", [closing.withdraw, closing.close])
def test_a_reason_is_given(officer, end):
    standing = builders.application(status="incomplete")

    with pytest.raises(closing.NoReason):
        end(standing.pk, "  ", by=officer)

    assert LoanApplication.objects.get().status == "incomplete"
