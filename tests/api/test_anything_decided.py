"""Decisions that nobody would think of: never a server error, never half a write."""

import django.conf
import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from predictor.models import Decision, JournalEntry, OverrideCode, Verdict
from predictor.models.keys import new_key
from predictor.services.deciding import officer_reasons
from tests import builders
from tests.api.desk import BOTH, post
from tests.api.test_anything import TRIES, VALUES

pytestmark = pytest.mark.django_db


def odd(*usual):
    """Return what is expected, or anything."""
    return st.sampled_from(usual) | VALUES


def some(choices):
    return odd(*choices) | st.lists(odd(*choices), max_size=3)


TERMS = st.sampled_from([90, 90.5, 360, 1e300]) | VALUES
OFFERS = st.fixed_dictionaries({"LoanAmount": TERMS, "Loan_Amount_Term": TERMS})
ANY = {"text": VALUES | st.text(min_size=1)}
#: The fields of each address, so that a body comes further than to its first fault.
FIELDS = {
    "decision": {
        "verdict": odd(*Verdict.values),
        "confirmed": some(BOTH),
        "codes": some(officer_reasons.CODES),
        "other": VALUES,
        "left_out_because": odd("So."),
        "override_code": odd(*OverrideCode.values),
        "override_text": odd("So."),
        "offer": OFFERS | VALUES,
        "reverses": odd(str(new_key())),
        "reversed_because": odd("So."),
    },
    "decision/confirm": ANY,
    "decision/send-back": ANY,
    "first-view": {"view": odd(*Verdict.values), **ANY},
    "outcome": {
        "outcome": odd("repaid", "defaulted", None),
        "outcome_at": st.datetimes().map(str) | odd("2026-09-01", None),
    },
}


def bodies(path):
    """Return strategies of bodies with some of the fields, or of something else."""
    return st.fixed_dictionaries({}, optional=FIELDS[path]) | VALUES


def named(path, body, prediction, decision):
    """Return a body that names what it is about, where it is an object."""
    if isinstance(body, dict):
        if path == "decision":
            return {"prediction": str(prediction.pk)} | body
        if path.startswith("decision/"):
            return {"decision": str(decision.pk)} | body
    return body


@pytest.mark.parametrize("path", FIELDS)
@settings(TRIES, max_examples=60)
@given(data=st.data())
def test_any_body(officer_api, monkeypatch, path, data):
    monkeypatch.setattr(django.conf.settings, "BLIND_SHARE", path == "first-view")
    with transaction.atomic():
        status = {"outcome": "approved", "decision/confirm": "awaiting_second_officer"}
        label = {"loan_status": "Y", "label_source": "api"} if path == "outcome" else {}
        application = builders.application(status=status.get(path, "ready"), **label)
        prediction = builders.scored("refer", application=application)
        decision = builders.decision(prediction=prediction, needs_second=True)
        stored = Decision.objects.count() + JournalEntry.objects.count()
        body = named(path, data.draw(bodies(path)), prediction, decision)

        answer = post(officer_api, prediction, path, body)

        assert answer.status_code in (200, 400, 409, 422), answer.content
        assert all(error["rule"] for error in answer.json().get("errors", ()))
        if answer.status_code != 200:
            left = Decision.objects.count() + JournalEntry.objects.count()
            assert left == stored
        transaction.set_rollback(True)
