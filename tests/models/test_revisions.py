"""What stood in an application before a change is kept, however it was changed."""

import pytest
from django.db import connection
from django.utils import timezone

from predictor.models import Channel, LoanApplication, Revision
from predictor.models.revision import NAME, install_trigger, is_kept
from predictor.services import scoring
from tests import builders
from tests.rows import row

pytestmark = pytest.mark.django_db


def change(application, **values):
    LoanApplication.objects.filter(pk=application.pk).update(
        **values, updated_at=timezone.now()
    )


def test_values_are_kept_when_others_take_their_place():
    application = builders.application(loan_amount=128.5, gender="Female")

    change(application, revision=2, loan_amount=90)

    kept = Revision.objects.get()
    assert (kept.application_id, kept.number) == (application.pk, 1)
    assert kept.inputs == {**builders.INPUTS, "LoanAmount": 128.5, "Gender": "Female"}
    application.refresh_from_db()
    assert kept.replaced_at == application.updated_at


def test_every_revision_but_the_newest_is_kept():
    application = builders.application()

    for number in (2, 3):
        change(application, revision=number, loan_amount=100 + number)

    amounts = Revision.objects.order_by("number").values_list("inputs__LoanAmount")
    assert [float(amount) for (amount,) in amounts] == [128, 102]


def test_missing_value_is_kept_as_missing():
    application = builders.application(
        credit_history=None, status="incomplete", completed_at=None
    )

    change(application, revision=2, credit_history=1)

    assert Revision.objects.get().inputs["Credit_History"] is None


def test_change_of_status_keeps_nothing():
    change(builders.application(), status="withdrawn")

    assert not Revision.objects.exists()


def score(rows):
    scoring.score(
        rows=rows, by=builders.person(), channel=Channel.API, request_id="revisions"
    )


@pytest.mark.usefixtures("live_version")
def test_score_of_other_values_keeps_those_of_before():
    score([row(Loan_ID="LP1", LoanAmount=100.0)])
    score([row(Loan_ID="LP1", LoanAmount=100.0)])
    assert not Revision.objects.exists()

    score([row(Loan_ID="LP1", LoanAmount=110.5)])

    assert Revision.objects.get().inputs["LoanAmount"] == 100


def test_trigger_is_there_after_all_migrations_and_can_be_installed_again():
    assert is_kept()

    with connection.cursor() as cursor:
        table = LoanApplication._meta.db_table
        on = f" ON {table}" if connection.vendor == "postgresql" else ""
        cursor.execute(f"DROP TRIGGER {NAME}{on}")
    assert not is_kept()

    install_trigger()
    assert is_kept()
