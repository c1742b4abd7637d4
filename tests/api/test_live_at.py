"""``GET /api/models/active?at=``: what was live at a moment."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from predictor.services import activations, registry
from tests import builders

pytestmark = pytest.mark.django_db


def ask(client, at):
    return client.get("/api/models/active", {"at": at})


@pytest.fixture
def switched(two_versions):
    """Switch to version 2 and back; return when."""
    anna = builders.person("anna")
    there = activations.activate(number=2, reason="Better on the new rows.", by=anna)
    back = activations.roll_back(reason="Worse.", by=anna)
    return [there.created_at, back.created_at]


def test_it_tells_what_was_live_at_a_moment(api, switched):
    first, second = (one.isoformat().replace("+00:00", "Z") for one in switched)

    assert ask(api, first).json() == {
        "at": first,
        "version": 2,
        "since": first,
        "until": second,
        "previous": 1,
        "is_rollback": False,
        "activated_by": "anna",
        "reason": "Better on the new rows.",
    }
    assert ask(api, second).json()["version"] == 1
    assert ask(api, second).json()["until"] is None


def test_the_instant_before_a_switch_is_before_it(api, switched):
    tick = timedelta(microseconds=1)

    assert ask(api, (switched[1] - tick).isoformat()).json()["version"] == 2
    assert ask(api, (switched[0] - tick).isoformat()).status_code == 404


def test_who_was_not_named_is_null(api):
    builders.activation(created_at=datetime(2026, 5, 1, tzinfo=UTC))

    assert ask(api, "2026-05-01T02:00+02:00").json()["activated_by"] is None


def test_it_needs_no_files(api, switched, settings, tmp_path):
    settings.MODEL_STORE = tmp_path
    registry.reset()

    assert api.get("/api/models/active").status_code == 503
    assert ask(api, switched[0].isoformat()).status_code == 200


@pytest.mark.parametrize("at", ["2020-01-01T00:00Z", "0001-01-01T00:00Z"])
def test_before_the_first_activation_nothing_was_live(api, switched, at):
    answer = ask(api, at)

    assert answer.status_code == 404
    assert "the first went live at 20" in answer.json()["detail"]


@pytest.mark.parametrize(
    "at",
    [
        "",
        "yesterday",
        "2026-05-01",
        "2026-05-01T00:00",
        "2026-05-01T00:00 02:00",
        "2026-13-01T00:00Z",
        "0001-01-01T00:00+23:59",
        "9999-12-31T23:59-23:59",
        "1" * 5000,
        "2026-05-01T00:00Z\0",
        "2026-05-01T00:00\0Z",
        "\ud800".encode("utf-8", "surrogatepass"),
    ],
)
def test_a_moment_that_cannot_be_read_is_refused(api, switched, at):
    answer = ask(api, at)

    assert answer.status_code == 400
    assert answer.json()["detail"].startswith("at is one moment with its time zone")


def test_nobody_knows_the_future(api, switched):
    answer = ask(api, (timezone.now() + timedelta(seconds=30)).isoformat())

    assert answer.status_code == 400
    assert answer.json()["detail"] == "at lies in the future."


@pytest.mark.parametrize(
    "query", ["At=2026-05-01T00:00Z", "at=2020-01-01T00:00Z&at=2021-01-01T00:00Z"]
)
def test_a_question_that_is_not_clear_is_refused(api, switched, query):
    assert api.get(f"/api/models/active?{query}").status_code == 400
