"""Which version is live, and how that changes."""

import pytest

from predictor.models import ModelActivation
from predictor.services import registry
from tests import builders
from tests.artifacts import register, write_small_model

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

    registry.activate(number=2, reason="newer", by=None)
    registry.forget()

    assert registry.live().number == 2


def test_an_activation_is_logged(second, administrator):
    registry.activate(number=2, reason="newer", by=administrator)

    entry = ModelActivation.objects.get()
    assert (entry.version_id, entry.previous_id) == (2, 1)
    assert (entry.reason, entry.activated_by) == ("newer", administrator)


def test_a_rollback_activates_the_one_before(second):
    registry.activate(number=2, reason="newer", by=None)

    registry.roll_back(reason="worse", by=None)

    log = ModelActivation.objects.values_list("version_id", flat=True)
    assert list(log) == [1, 2]


def test_there_is_nothing_to_roll_back_to(live_version):
    with pytest.raises(registry.NothingToRollBackTo):
        registry.roll_back(reason="worse", by=None)


@pytest.mark.parametrize(
    ("number", "reason", "refusal"),
    [
        (99, "why", registry.UnknownVersion),
        (1, "why", registry.AlreadyActive),
        (2, " ", registry.NoReason),
    ],
)
def test_what_cannot_go_live_is_refused(second, number, reason, refusal):
    with pytest.raises(refusal):
        registry.activate(number=number, reason=reason, by=None)

    assert not ModelActivation.objects.exists()


@pytest.mark.parametrize("name", ["manifest.json", "model.onnx"])
def test_a_changed_file_cannot_go_live(second, settings, name):
    file = settings.MODEL_STORE / "v0002" / name
    file.write_bytes(file.read_bytes()[:-1] + b"x")

    with pytest.raises(registry.UnusableArtifact):
        registry.activate(number=2, reason="newer", by=None)

    assert registry.live().number == 1


def test_a_version_without_files_cannot_go_live(live_version):
    builders.model_version(number=2)

    with pytest.raises(registry.UnusableArtifact, match="v0002"):
        registry.activate(number=2, reason="newer", by=None)


def test_a_serving_process_goes_on_where_the_new_version_cannot_be_read(
    second, settings, caplog
):
    assert registry.live().number == 1
    registry.activate(number=2, reason="newer", by=None)
    (settings.MODEL_STORE / "v0002" / "model.onnx").unlink()
    registry.forget()

    assert registry.live().number == 1
    assert "goes on serving" in caplog.text


def test_without_an_active_version_there_is_nothing_to_serve(db):
    with pytest.raises(registry.NoActiveModel, match="manage.py retrain"):
        registry.live()
