"""Applications kept before all is known."""

import pytest

from predictor.models import Channel, LoanApplication
from predictor.services import saving, scoring
from tests import builders
from tests.rows import row

pytestmark = pytest.mark.django_db


def save(officer, overwrite=True, **changes):
    return saving.save(
        row=row(**changes),
        by=officer,
        channel=Channel.FORM,
        request_id="r1",
        overwrite=overwrite,
    )


def test_required_facts_may_be_missing(officer):
    pk = save(officer, Education=None, ApplicantIncome=None)

    assert LoanApplication.objects.get(pk=pk).status == "incomplete"


@pytest.mark.parametrize("name", ["Education", "Credit_History", "LoanAmount"])
def test_what_lacks_a_fact_that_a_score_or_decision_needs_is_incomplete(officer, name):
    pk = save(officer, **{name: None})

    assert LoanApplication.objects.get(pk=pk).status == "incomplete"


def test_saving_again_is_a_new_revision(officer):
    save(officer, Education=None)
    save(officer)

    application = LoanApplication.objects.get()
    assert (application.revision, application.status) == (2, "ready")


@pytest.mark.parametrize(
    ("standing", "rule"),
    [
        ({}, "owned_elsewhere"),
        (
            {"status": "approved", "loan_status": "Y", "label_source": "officer"},
            "decided",
        ),
    ],
)
def test_what_may_not_be_changed_stays(officer, standing, rule):
    owner = officer if rule == "decided" else builders.person("colleague")
    builders.application(loan_id="LP001015", owner=owner, **standing)

    with pytest.raises(scoring.InvalidRows) as refused:
        save(officer)

    assert [error.rule for error in refused.value.errors] == [rule]
    assert LoanApplication.objects.get().loan_amount == 128.0


def test_without_overwriting_what_exists_stays(officer):
    save(officer)

    with pytest.raises(scoring.InvalidRows) as refused:
        save(officer, overwrite=False, LoanAmount=1.0)

    assert [error.rule for error in refused.value.errors] == ["exists"]


def test_reference_alone_is_nothing_to_save(officer):
    with pytest.raises(saving.NothingToSave):
        saving.save(
            row={"Loan_ID": "LP1"}, by=officer, channel=Channel.FORM, request_id="r1"
        )

    assert not LoanApplication.objects.exists()
