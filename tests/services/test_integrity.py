"""Files that are not what was registered never score; what serves goes on serving."""

from __future__ import annotations

import hashlib
import json
import shutil

import pytest
import sklearn

from ml import store
from predictor.models import ModelActivation, ModelVersion
from predictor.services import activations, registry, tokens
from tests.rows import row

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(two_versions, settings, tmp_path):
    """Return the folder of version 2, to be damaged; version 1 is served."""
    shutil.copytree(settings.MODEL_STORE, tmp_path, dirs_exist_ok=True)
    settings.MODEL_STORE = tmp_path
    assert registry.live().number == 1
    return tmp_path / "v0002"


def change(folder, name):
    content = bytearray((folder / name).read_bytes())
    content[len(content) // 2] ^= 1
    (folder / name).write_bytes(bytes(content))


def truncate(folder, name):
    content = (folder / name).read_bytes()
    (folder / name).write_bytes(content[: len(content) // 2])


def empty(folder, name):
    (folder / name).write_bytes(b"")


def remove(folder, name):
    (folder / name).unlink()


def make_folder(folder, name):
    (folder / name).unlink()
    (folder / name).mkdir()


DAMAGE = [change, truncate, empty, remove, make_folder]
FILES = ["manifest.json", "model.onnx"]  # the others are not read to serve
OTHERS = ["pipeline.joblib", "report.json", "roc.svg"]


@pytest.mark.parametrize("name", [*FILES, *OTHERS])
@pytest.mark.parametrize("damage", DAMAGE, ids=lambda one: one.__name__)
def test_damaged_files_do_not_go_live(folder, damage, name):
    damage(folder, name)

    with pytest.raises(
        activations.UnusableArtifact, match=f"Version 2: v0002: .*{name}"
    ):
        activations.activate(number=2, reason="newer", by=None)

    assert registry.live().number == 1
    assert not ModelActivation.objects.exists()


@pytest.fixture
def predict(client):
    """Return a function that posts a row to /api/predict."""
    token = tokens.issue(name="broker", rate="none")
    client.defaults["HTTP_AUTHORIZATION"] = f"Token {token}"
    return lambda body: client.post("/api/predict", body, "application/json")


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("damage", DAMAGE, ids=lambda one: one.__name__)
def test_damage_to_what_serves_stops_nobody_but_a_new_process(
    folder, damage, name, predict
):
    damage(folder.with_name("v0001"), name)
    registry.forget()

    assert predict(row()).status_code == 200  # from memory

    registry.reset()  # as a new process begins
    answer = predict(row(Loan_ID=...))
    assert answer.status_code == 503
    assert "Version 1: v0001: " in answer.json()["detail"]
    assert name in answer.json()["detail"]


# Files that are what was registered, and yet not for this code or these libraries


def registered_anew(folder, **changes):
    """Change the manifest, and let the database have its digest."""
    path = folder / "manifest.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | changes))
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    ModelVersion.objects.filter(number=2).update(artifact_sha256=digest)


def manifest(folder):
    return json.loads((folder / "manifest.json").read_text())


def with_file(folder, name, content):
    """Replace a file, in the manifest's digests too."""
    (folder / name).write_bytes(content)
    digest = hashlib.sha256(content).hexdigest()
    registered_anew(folder, digests=manifest(folder)["digests"] | {name: digest})


def another_format(folder):
    registered_anew(folder, format=2)


def another_schema(folder):
    registered_anew(folder, schema_version=99)


def other_answers(folder):
    canaries = manifest(folder)["canaries"]
    canaries["probabilities"][3] += 1e-8
    registered_anew(folder, canaries=canaries)


def no_canaries(folder):
    registered_anew(folder, canaries={"rows": [], "probabilities": []})


def fewer_answers_than_canaries(folder):
    canaries = manifest(folder)["canaries"]
    del canaries["probabilities"][1:]
    registered_anew(folder, canaries=canaries)


def a_model_of_another_runtime(folder):
    with_file(folder, "model.onnx", b"not for this onnxruntime")


def a_model_without_a_graph(folder):
    with_file(folder, "model.onnx", b"")


not_for_this_code = pytest.mark.parametrize(
    ("fault", "told"),
    [
        (another_format, r"format and schema are \(2, 1\)"),
        (another_schema, r"format and schema are \(1, 99\)"),
        (other_answers, "Canary row 3 differs"),
        (no_canaries, "manifest.json is not complete"),
        (fewer_answers_than_canaries, "manifest.json is not complete"),
        (a_model_of_another_runtime, "model.onnx cannot be run by this onnxruntime"),
        (a_model_without_a_graph, "model.onnx cannot be run by this onnxruntime"),
    ],
    ids=lambda one: getattr(one, "__name__", ""),
)


@not_for_this_code
def test_what_is_not_for_this_code_does_not_go_live(folder, fault, told):
    fault(folder)

    with pytest.raises(activations.UnusableArtifact, match=told):
        activations.activate(number=2, reason="newer", by=None)

    assert registry.live().number == 1


@not_for_this_code
def test_where_it_is_active_what_served_goes_on(folder, fault, told, caplog):
    fault(folder)
    ModelVersion.objects.filter(number=1).update(is_active=False)
    ModelVersion.objects.filter(number=2).update(is_active=True)
    registry.forget()

    assert registry.live().number == 1
    assert "Version 1 goes on serving: Version 2: " in caplog.text

    registry.reset()
    with pytest.raises(registry.ArtifactError, match=told):
        registry.live()


def test_other_libraries_stop_the_pipeline_and_not_the_model(folder):
    old = (folder / "pipeline.joblib").read_bytes()
    old = old.replace(sklearn.__version__.encode(), b"0.9.1")
    with_file(folder, "pipeline.joblib", old)
    registered_anew(
        folder, libraries=manifest(folder)["libraries"] | {"scikit-learn": "0.9.1"}
    )

    activations.activate(number=2, reason="newer", by=None)
    registry.forget()

    assert registry.live().number == 2
    digest = ModelVersion.objects.get(number=2).artifact_sha256
    with pytest.raises(store.ArtifactUnsupported, match=r"0\.9\.1"):
        store.load_pipeline(folder, digest)


def test_the_database_has_the_digest_of_the_manifest_and_that_of_the_files(folder):
    version = ModelVersion.objects.get(number=2)
    content = (folder / "manifest.json").read_bytes()

    assert version.artifact_sha256 == hashlib.sha256(content).hexdigest()
    assert manifest(folder)["digests"] == {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.iterdir()
        if path.name != "manifest.json"
    }
