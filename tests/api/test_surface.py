"""The interface as a whole: documents, health, and addresses that do not exist."""

from io import StringIO

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client

from predictor.models import ModelVersion
from predictor.services import registry

pytestmark = pytest.mark.django_db


def test_the_schema_names_every_address(api):
    schema = api.get("/api/schema").json()

    assert schema["openapi"].startswith("3.")
    assert {
        "/api/predict",
        "/api/predictions",
        "/api/predictions/{id}",
        "/api/applications",
        "/api/applications/{loan_id}",
        "/api/models",
        "/api/models/active",
        "/api/models/{number}/activate",
        "/api/models/rollback",
    } <= schema["paths"].keys()


def test_the_schema_knows_the_data_dictionary(api):
    schema = api.get("/api/schema").json()

    applicant = schema["components"]["schemas"]["Applicant"]
    assert applicant["properties"]["Property_Area"]["enum"] == [
        "Urban",
        "Semiurban",
        "Rural",
    ]
    assert set(applicant["required"]) == {
        "Education",
        "ApplicantIncome",
        "CoapplicantIncome",
        "Property_Area",
    }
    assert applicant["additionalProperties"] is False


@pytest.mark.parametrize("version", ["%00", "%0d%0aX:1", "2"])
def test_the_schema_has_one_version(client, version):
    answer = client.get(f"/api/schema?version={version}")

    assert answer.status_code == 200
    assert "X" not in answer.headers
    assert "%" not in answer["Content-Disposition"]


def test_the_schema_says_how_to_log_in(api):
    schemes = api.get("/api/schema").json()["components"]["securitySchemes"]

    assert schemes.keys() == {"token", "session"}


def test_the_schema_is_made_and_valid_without_a_warning(capsys):
    call_command("spectacular", "--validate", "--fail-on-warn", stdout=StringIO())

    assert capsys.readouterr().err == ""


def test_the_documentation_is_served_from_here(client):
    page = client.get("/api/docs/").content.decode()

    assert "swagger-ui" in page
    assert "https://" not in page
    assert '<html lang="en"' in page


@pytest.mark.parametrize("path", ["/api/", "/api/nothing", "/api/predict/"])
@pytest.mark.parametrize("method", ["get", "post", "put", "delete"])
def test_what_is_not_there_is_a_problem_document(path, method):
    answer = getattr(Client(enforce_csrf_checks=True), method)(path)

    assert answer.status_code == 404
    assert answer["Content-Type"] == "application/problem+json"


def test_a_method_that_is_not_offered_is_a_problem_document(api):
    answer = api.get("/api/predict")

    assert answer.status_code == 405
    assert answer["Content-Type"] == "application/problem+json"


def test_a_host_that_is_not_ours_is_a_problem_document():
    answer = Client(headers={"Host": "evil.example"}).get("/api/models")

    assert answer.status_code == 400
    assert answer["Content-Type"] == "application/problem+json"


def test_every_answer_carries_a_request_id(client):
    sent = client.get("/livez", headers={"X-Request-ID": "abc-1"})
    made = client.get("/livez", headers={"X-Request-ID": "no good\n"})

    assert sent["X-Request-ID"] == "abc-1"
    assert len(made["X-Request-ID"]) == 32


def test_the_process_lives(client):
    assert client.get("/livez").status_code == 200


def test_the_process_is_ready_with_a_model(client, live_version):
    answer = client.get("/readyz")

    assert answer.status_code == 200
    assert answer.json()["checks"] == {
        "database": "ok",
        "migrations": "ok",
        "record": "ok",
        "model": "ok",
    }


def test_the_process_is_not_ready_without_a_model(client):
    ModelVersion.objects.update(is_active=False)
    registry.forget()

    answer = client.get("/readyz")

    assert answer.status_code == 503
    assert "manage.py retrain" in answer.json()["checks"]["model"]


def test_the_limits_are_those_of_the_documents():
    assert settings.API_MAX_BYTES == 16 * 1024 * 1024
