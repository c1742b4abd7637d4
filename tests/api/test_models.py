"""The versions, and the one that is live."""

import pytest

from predictor.models import ModelVersion
from predictor.services import registry

pytestmark = pytest.mark.django_db


def test_the_versions_are_listed(api, live_version):
    [version] = api.get("/api/models").json()["results"]

    assert version["number"] == live_version.number
    assert version["is_active"] is True


def test_how_groups_fare_is_in_no_answer(api, live_version):
    for path in ("/api/models", "/api/models/active"):
        text = api.get(path).content.decode()
        assert '"gains"' in text
        assert "Female" not in text
        assert "ratios" not in text


def test_the_active_version_comes_with_its_reference_applicant(api, live_version):
    active = api.get("/api/models/active").json()

    assert active["number"] == live_version.number
    assert active["reference_applicant"].keys() == set(active["inputs"])
    assert None not in active["reference_applicant"].values()


def test_without_a_model_there_is_none_active(api):
    ModelVersion.objects.update(is_active=False)
    registry.forget()

    assert api.get("/api/models/active").status_code == 503
