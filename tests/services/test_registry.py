"""Which version is live, and how that changes."""

import threading
import time

import pytest

from predictor.models import ModelActivation, ModelVersion
from predictor.services import activations, health, registry
from tests import builders
from tests.artifacts import register, write_small_model
from tests.processes import until

pytestmark = pytest.mark.django_db


@pytest.fixture
def second(live_version, artifact, settings, tmp_path):
    """Return a version beside the live one, with an artifact of its own."""
    settings.MODEL_STORE = tmp_path
    first = write_small_model(tmp_path)
    live_version.__class__.objects.update(artifact_sha256=first.digest)
    return register(write_small_model(tmp_path, number=2, seed=7))


def test_the_active_version_is_served(live_version):
    assert registry.live().number == live_version.number


def test_an_activation_is_noticed(second):
    assert registry.live().number == 1

    activations.activate(number=2, reason="newer", by=None)
    registry.forget()

    assert registry.live().number == 2


def test_an_activation_is_logged(second, administrator):
    activations.activate(number=2, reason="newer", by=administrator)

    entry = ModelActivation.objects.get()
    assert (entry.version_id, entry.previous_id) == (2, 1)
    assert (entry.reason, entry.activated_by) == ("newer", administrator)


def test_a_rollback_activates_the_one_before(second):
    activations.activate(number=2, reason="newer", by=None)

    activations.roll_back(reason="worse", by=None)

    log = ModelActivation.objects.values_list("version_id", flat=True)
    assert list(log) == [1, 2]


def test_rollback_after_rollback_never_goes_forward_again(second, settings):
    register(write_small_model(settings.MODEL_STORE, number=3, seed=8))
    activations.activate(number=2, reason="newer", by=None)
    activations.activate(number=3, reason="newest", by=None)

    activations.roll_back(reason="worse", by=None)
    activations.roll_back(reason="worse still", by=None)

    assert ModelVersion.objects.get(is_active=True).number == 1
    with pytest.raises(activations.NothingToRollBackTo):
        activations.roll_back(reason="more", by=None)


def test_each_rollback_takes_back_one_activation(second):
    activations.activate(number=2, reason="newer", by=None)
    activations.activate(number=1, reason="better after all", by=None)

    back = [activations.roll_back(reason="worse", by=None) for _ in range(2)]

    assert [activation.version_id for activation in back] == [2, 1]
    with pytest.raises(activations.NothingToRollBackTo):
        activations.roll_back(reason="more", by=None)


def test_a_stale_page_rolls_nothing_back(second):
    activations.activate(number=2, reason="newer", by=None)

    with pytest.raises(activations.Overtaken, match="Version 2 is active now"):
        activations.roll_back(reason="worse", by=None, instead_of=1)


@pytest.fixture
def activated_elsewhere(second, monkeypatch):
    """Activate version 2 as another process does, and let the time to look come."""
    assert registry.live().number == 1
    ModelVersion.objects.filter(number=1).update(is_active=False)
    ModelVersion.objects.filter(number=2).update(is_active=True)
    assert registry.live().number == 1
    later = time.monotonic() + registry.LOOK_EVERY_SECONDS
    monkeypatch.setattr(time, "monotonic", lambda: later)


def test_an_activation_elsewhere_is_noticed(activated_elsewhere, monkeypatch):
    registry.live()
    monkeypatch.undo()  # the clock goes on

    assert until(lambda: registry.live().number == 2)


def test_requests_go_on_while_a_new_version_is_read(activated_elsewhere, monkeypatch):
    may_read = threading.Event()
    load = registry.load

    def slowly(version):
        assert may_read.wait(timeout=30)
        return load(version)

    monkeypatch.setattr(registry, "load", slowly)

    assert [registry.live().number for _ in range(3)] == [1, 1, 1]
    may_read.set()
    monkeypatch.undo()
    assert until(lambda: registry.live().number == 2)


def test_the_database_is_asked_once_a_second(live_version, django_assert_num_queries):
    registry.live()

    with django_assert_num_queries(0):
        registry.live()


def test_there_is_nothing_to_roll_back_to(live_version):
    with pytest.raises(activations.NothingToRollBackTo):
        activations.roll_back(reason="worse", by=None)


@pytest.mark.parametrize(
    ("number", "reason", "refusal"),
    [
        (99, "why", activations.UnknownVersion),
        (1, "why", activations.AlreadyActive),
        (2, " ", activations.NoReason),
    ],
)
def test_what_cannot_go_live_is_refused(second, number, reason, refusal):
    with pytest.raises(refusal):
        activations.activate(number=number, reason=reason, by=None)

    assert not ModelActivation.objects.exists()


@pytest.mark.parametrize("name", ["manifest.json", "model.onnx"])
def test_a_changed_file_cannot_go_live(second, settings, name):
    file = settings.MODEL_STORE / "v0002" / name
    file.write_bytes(file.read_bytes()[:-1] + b"x")

    with pytest.raises(activations.UnusableArtifact):
        activations.activate(number=2, reason="newer", by=None)

    assert registry.live().number == 1


def test_a_version_without_files_cannot_go_live(live_version):
    builders.model_version(number=2)

    with pytest.raises(activations.UnusableArtifact, match="v0002"):
        activations.activate(number=2, reason="newer", by=None)


def test_a_serving_process_goes_on_where_the_new_version_cannot_be_read(
    second, settings, caplog
):
    assert registry.live().number == 1
    activations.activate(number=2, reason="newer", by=None)
    (settings.MODEL_STORE / "v0002" / "model.onnx").unlink()
    registry.forget()

    assert registry.live().number == 1
    assert "goes on serving" in caplog.text
    assert health.readiness()["model"] == "version 1 is served, and another is active"


def test_files_that_come_late_are_served_after_all(second, settings, monkeypatch):
    assert registry.live().number == 1
    activations.activate(number=2, reason="newer", by=None)
    folder = settings.MODEL_STORE / "v0002"
    folder.rename(folder.with_name("away"))
    registry.forget()
    assert registry.live().number == 1
    folder.with_name("away").rename(folder)

    monkeypatch.setattr(registry, "TRY_AGAIN_AFTER_SECONDS", 0)

    assert until(lambda: registry.live().number == 2)


def test_without_an_active_version_there_is_nothing_to_serve(db):
    with pytest.raises(registry.NoActiveModel, match="manage.py retrain"):
        registry.live()
