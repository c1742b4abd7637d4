"""Forms that nobody would send: always a page or a result, never half a write."""

import pytest
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from predictor.models import LoanApplication, Prediction
from tests import builders
from tests.web.typed import typed

TRIES = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
NUMBERS = (
    st.integers().map(str)
    | st.floats().map(str)
    | st.sampled_from(["1e5", "110,5", "$ 1,1", "1_0", "٣", "½", "1e-400", "-0", "+5"])
)
TEXTS = st.text(max_size=30) | NUMBERS
ANSWERS = st.builds(
    "{}:{}:{}".format, st.sampled_from(["keep", "use", ""]), NUMBERS, NUMBERS
)
NAMES = [*typed(), "monitoring", "assigned", "check_loan_amount", "action"]

pytestmark = pytest.mark.usefixtures("live_version")


def stands(answer):
    """Fail where the answer is no page of ours, or something was half written."""
    assert answer.status_code in (200, 302)
    if answer.status_code == 302:
        assert "login" not in answer.url
    assert Prediction.objects.count() <= LoanApplication.objects.count()


@TRIES
@given(
    changes=st.dictionaries(st.sampled_from(NAMES), TEXTS, max_size=4),
    action=st.sampled_from(["score", "save", ""]),
)
def test_any_text_in_any_box(officer_client, changes, action):
    sent = typed(loan_id="") | {"action": action} | changes

    stands(officer_client.post(reverse("application-new"), sent))


@TRIES
@given(amount=NUMBERS, answer=ANSWERS)
def test_any_answer_to_a_question(officer_client, amount, answer):
    sent = typed(loan_id="", loan_amount=amount) | {"check_loan_amount": answer}

    stands(officer_client.post(reverse("application-new"), sent))


@pytest.fixture
def standing(officer):
    return builders.application(owner=officer)


@TRIES
@given(body=st.dictionaries(st.text(max_size=10), st.text(max_size=20), max_size=5))
def test_any_form_for_an_application_that_stands(officer_client, standing, body):
    address = reverse("application-edit", args=[standing.pk])

    stands(officer_client.post(address, body))
