"""What was live when."""

from datetime import UTC, datetime, timedelta

import pytest

from predictor.services import activation_log, activations
from tests import builders
from tests.artifacts import register, write_small_model
from tests.at_once import THREADS, at_once

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)
TICK = timedelta(microseconds=1)


@pytest.fixture
def log(db):
    """Store three activations, a day apart: 1, 2, and back to 1."""
    one, two = builders.model_version(), builders.model_version()
    first = builders.activation(version=one, created_at=NOON)
    second = builders.activation(
        version=two, previous=one, created_at=NOON + timedelta(days=1)
    )
    third = builders.activation(
        version=one,
        previous=two,
        is_rollback=True,
        created_at=NOON + timedelta(days=2),
    )
    return first, second, third


@pytest.mark.parametrize(
    ("after_noon", "found"),
    [
        (timedelta(0), 0),
        (timedelta(days=1) - TICK, 0),
        (timedelta(days=1), 1),
        (timedelta(days=2) - TICK, 1),
        (timedelta(days=2), 2),
        (timedelta(days=900), 2),
    ],
)
def test_a_switch_counts_from_its_very_instant_on(log, after_noon, found):
    assert activation_log.live_at(NOON + after_noon).activation == log[found]


def test_it_says_until_when(log):
    untils = [activation_log.live_at(one.created_at).until for one in log]

    assert untils == [log[1].created_at, log[2].created_at, None]


def test_the_zone_of_the_moment_does_not_matter(log):
    moment = (
        (NOON + timedelta(days=1)).isoformat().replace("12:00:00+00", "07:00:00-05")
    )

    assert activation_log.live_at(datetime.fromisoformat(moment)).activation == log[1]


def test_of_two_at_one_instant_the_later_one_held(log):
    again = builders.activation(version=log[1].version, created_at=log[2].created_at)
    last = max(log[2], again, key=lambda one: one.id)

    was = activation_log.live_at(again.created_at)

    assert (was.activation, was.until) == (last, None)


def test_before_the_first_nothing_was_live(log):
    with pytest.raises(activation_log.NothingWasLive, match="2026-05-01T12:00:00"):
        activation_log.live_at(NOON - TICK)


def test_where_nothing_ever_was_it_says_so(db):
    with pytest.raises(activation_log.NothingWasLive, match="yet"):
        activation_log.live_at(NOON)


def test_activations_and_rollbacks_are_found_again(settings, tmp_path):
    settings.MODEL_STORE = tmp_path
    for number in (1, 2):
        register(write_small_model(tmp_path, number=number))
    made = [
        activations.activate(number=1, reason="first", by=None),
        activations.activate(number=2, reason="newer", by=None),
        activations.roll_back(reason="worse", by=None),
    ]

    found = [activation_log.live_at(one.created_at).activation for one in made]

    assert [(one.version_id, one.reason) for one in found] == [
        (1, "first"),
        (2, "newer"),
        (1, "worse"),
    ]


@pytest.mark.django_db(transaction=True)
def test_of_many_at_once_one_goes_live_and_the_others_are_told(settings, tmp_path):
    settings.MODEL_STORE = tmp_path
    for number in (1, 2):
        register(write_small_model(tmp_path, number=number), is_active=number == 1)

    def activate(thread):
        reason = f"thread {thread}"
        try:
            return activations.activate(number=2, reason=reason, by=None, instead_of=1)
        except activations.Overtaken:
            return None

    made = [one for one in at_once(activate) if one]

    assert len(made) == 1 < THREADS
    assert activation_log.live_at(made[0].created_at).activation == made[0]


def test_order_of_the_log_is_that_of_what_was_done_whatever_clocks_say(live_version):
    """Another machine, whose clock is ahead, activated 2 a moment ago."""
    ahead = datetime.now(UTC) + timedelta(minutes=2)
    other = builders.model_version(number=2, is_active=False)
    builders.activation(version=live_version, created_at=ahead)
    later = ahead + timedelta(seconds=1)  # keys are ordered by the millisecond
    builders.activation(version=other, previous=live_version, created_at=later)
    live_version.is_active = False
    live_version.save()
    other.is_active = True
    other.save()

    back = activations.roll_back(reason="No.", by=None)

    assert back.version == live_version
    assert back.created_at == later + TICK
    assert activation_log.live_at(back.created_at).activation == back
    assert activation_log.before_active() is None
    with pytest.raises(activations.NothingToRollBackTo):
        activations.roll_back(reason="Again.", by=None)
