"""Bodies that nobody would think of: never a server error, never half a write."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ml import schema
from predictor.models import LoanApplication, Prediction
from tests.rows import row

pytestmark = pytest.mark.django_db

TRIES = settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
SCALARS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=40)
    | st.sampled_from(["Yes", "No", "3+", "Graduate", "Urban", "Y", "LP1"])
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner)
    ),
    max_leaves=5,
)
NAMES = st.sampled_from(list(schema.FIELDS)) | st.text(max_size=20)


def accepted(answer):
    """Return whether the rows were taken; fail where the answer is none of ours."""
    assert answer.status_code in (200, 400, 422), answer.content
    body = answer.json()
    if answer.status_code == 200:
        assert len(body["predictions"]) >= 0
    else:
        assert answer["Content-Type"] == "application/problem+json"
        for error in body["errors"]:
            assert error.keys() == {"row", "field", "rule", "message"}
    return answer.status_code == 200


@TRIES
@given(body=st.binary(max_size=200))
def test_any_bytes(predict, body):
    accepted(predict(body))


@TRIES
@given(value=VALUES)
def test_any_json(predict, value):
    accepted(predict(json.dumps(value)))


@TRIES
@given(changes=st.dictionaries(NAMES, VALUES, max_size=4))
def test_any_change_of_a_valid_row(predict, changes):
    stored = Prediction.objects.count()

    taken = accepted(
        predict(json.dumps([row(Loan_ID=...), row(Loan_ID=...) | changes]))
    )

    assert Prediction.objects.count() == stored + (2 if taken else 0)
    assert LoanApplication.objects.count() >= Prediction.objects.count() / 10_000


@TRIES
@given(query=st.text(max_size=30), key=st.text(max_size=30))
def test_any_query_and_key(api, live_version, query, key):
    answer = api.get("/api/predictions", {"cursor": query, "page_size": query})
    assert answer.status_code in (200, 404)
    answer = api.get(
        "/api/applications/" + "x" + query.encode("utf-8", "replace").hex()
    )
    assert answer.status_code == 404


@TRIES
@given(value=VALUES, at=st.text(max_size=30))
def test_any_activation_and_any_moment(api, other_api, value, at):
    answer = other_api.post(
        "/api/models/9/activate", json.dumps(value), content_type="application/json"
    )
    assert answer.status_code in (400, 404, 422), answer.content
    answer = api.get("/api/models/active", {"at": at})
    assert answer.status_code in (400, 404), answer.content
