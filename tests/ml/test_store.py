"""Artifacts are whole, verified, and never overwritten."""

from __future__ import annotations

import hashlib
import json
import shutil
from dataclasses import replace
from pickle import PicklingError  # noqa: TID251 - the error alone

import pytest
import sklearn

from ml import claims, store
from ml.manifest import FORMAT, Manifest
from tests.artifacts import before_reports
from tests.ml.small import NOON

FILES = [
    "calibration.svg",
    "confusion.svg",
    "importance.svg",
    "manifest.json",
    "model.onnx",
    "model_card.md",
    "pipeline.joblib",
    "report.json",
    "roc.svg",
    "thresholds.svg",
]


@pytest.fixture
def folder(model_store, tmp_path):
    return shutil.copytree(model_store / "v0001", tmp_path / "v0001")


def change_manifest(folder, **changes):
    path = folder / "manifest.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | changes))


def test_what_was_written_is_read(model_store, trained):
    artifact = store.read(model_store / "v0001")
    assert artifact.model == trained.onnx
    assert artifact.manifest.number == 1
    assert artifact.manifest.features == trained.feature_state
    assert artifact.manifest.created_at == "2026-01-01T12:00:00+00:00"
    assert artifact.digest == store.artifact_digest(model_store / "v0001")


def test_the_manifest_survives_json(model_store):
    manifest = store.read(model_store / "v0001").manifest
    again = Manifest.from_dict(json.loads(json.dumps(manifest.as_dict())))
    assert again == manifest
    assert manifest.format == FORMAT


def test_the_pipeline_is_the_one_that_was_trained(model_store, trained, frame):
    folder = model_store / "v0001"
    pipeline = store.load_pipeline(folder, store.artifact_digest(folder))
    expected = trained.pipeline.predict_proba(frame)
    assert pipeline.predict_proba(frame).tobytes() == expected.tobytes()


def test_the_report_is_the_whole_evaluation(model_store, trained):
    found = store.load_report(model_store / "v0001")
    assert found == json.loads(json.dumps(trained.report()))


def test_a_folder_holds_its_files_and_the_store_nothing_else(model_store):
    assert sorted(path.name for path in (model_store / "v0001").iterdir()) == FILES
    assert [path.name for path in model_store.iterdir()] == ["v0001"]


def test_the_manifest_has_the_digest_of_every_other_file(model_store):
    digests = store.read(model_store / "v0001").manifest.digests
    assert sorted([*digests, "manifest.json"]) == FILES


def test_the_same_model_is_reported_in_the_same_bytes(model_store, trained, tmp_path):
    store.write(tmp_path, 1, trained, created_at=NOON)
    assert store.artifact_digest(tmp_path / "v0001") == store.artifact_digest(
        model_store / "v0001"
    )


def test_an_artifact_from_before_there_were_reports_is_read(folder):
    before_reports(folder)
    assert store.read(folder).manifest.number == 1
    assert "suggestions" not in store.load_report(folder)


def test_a_version_is_never_overwritten(model_store, trained):
    before = store.artifact_digest(model_store / "v0001")
    with pytest.raises(store.ArtifactExists):
        store.write(model_store, 1, trained, created_at=NOON)
    assert store.artifact_digest(model_store / "v0001") == before


def test_a_write_that_fails_leaves_nothing(tmp_path, trained):
    unpicklable = replace(trained, pipeline=lambda: None)
    with pytest.raises(PicklingError):
        store.write(tmp_path, 1, unpicklable, created_at=NOON)
    assert not list(tmp_path.iterdir())


def test_what_a_killed_write_left_is_discarded(tmp_path):
    (tmp_path / ".writing-abc").mkdir()
    (tmp_path / ".writing-abc" / "model.onnx").write_bytes(b"half")
    (tmp_path / "v0001").mkdir()
    assert claims.discard(tmp_path, registered=()) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["v0001"]


def test_a_folder_that_was_never_registered_is_discarded_and_no_other(tmp_path):
    for number in (1, 2, 3):
        (tmp_path / f"v000{number}").mkdir()
    for number in (2, 3):
        with pytest.raises(KeyboardInterrupt), claims.claimed(tmp_path, number):
            raise KeyboardInterrupt

    assert claims.discard(tmp_path, registered={1, 2}) == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == ["v0001", "v0002"]
    assert claims.discard(tmp_path, registered={1, 2}) == 0


def test_a_claim_ends_with_its_block(tmp_path):
    with claims.claimed(tmp_path, 4):
        (tmp_path / "v0004").mkdir()

    assert claims.discard(tmp_path, registered=()) == 0
    assert (tmp_path / "v0004").exists()


def test_a_folder_that_is_not_there_is_missing(tmp_path):
    with pytest.raises(store.ArtifactMissing, match="v0009"):
        store.read(tmp_path / "v0009")


def test_a_file_that_is_gone_is_missing(folder):
    (folder / "model.onnx").unlink()
    with pytest.raises(store.ArtifactMissing, match=r"model\.onnx"):
        store.read(folder)


def test_a_changed_model_is_refused(folder):
    content = bytearray((folder / "model.onnx").read_bytes())
    content[-1] ^= 1
    (folder / "model.onnx").write_bytes(bytes(content))
    with pytest.raises(store.ArtifactCorrupt, match=r"model\.onnx"):
        store.read(folder)


def test_a_changed_pipeline_is_refused_before_it_is_unpickled(folder):
    digest = store.artifact_digest(folder)
    (folder / "pipeline.joblib").write_bytes(b"cposix\nsystem\n")
    with pytest.raises(store.ArtifactCorrupt, match=r"pipeline\.joblib"):
        store.load_pipeline(folder, digest)


def test_a_changed_manifest_is_refused_by_whoever_knows_its_digest(folder):
    digest = store.artifact_digest(folder)
    change_manifest(folder, number=2)
    with pytest.raises(store.ArtifactCorrupt, match="registered"):
        store.read(folder, digest=digest)


@pytest.mark.parametrize(
    "change", [{"format": FORMAT + 1}, {"schema_version": 99}], ids=str
)
def test_another_format_or_schema_is_not_guessed_at(folder, change):
    change_manifest(folder, **change)
    with pytest.raises(store.ArtifactUnsupported):
        store.read(folder)


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"format": 1', "null"])
def test_a_manifest_that_is_none_is_corrupt(folder, content):
    (folder / "manifest.json").write_text(content)
    with pytest.raises(store.ArtifactCorrupt):
        store.read(folder)


def test_a_manifest_without_its_features_is_corrupt(folder):
    change_manifest(folder, features={})
    with pytest.raises(store.ArtifactCorrupt, match="not complete"):
        store.read(folder)


def test_a_pipeline_of_another_scikit_learn_is_refused(folder):
    pipeline = folder / "pipeline.joblib"
    old = pipeline.read_bytes().replace(sklearn.__version__.encode(), b"0.9.1")
    pipeline.write_bytes(old)
    digests = store.read(folder).manifest.digests
    change_manifest(
        folder, digests=digests | {pipeline.name: hashlib.sha256(old).hexdigest()}
    )
    with pytest.raises(store.ArtifactUnsupported, match=r"0\.9\.1"):
        store.load_pipeline(folder, store.artifact_digest(folder))
