"""A request to the lane, and to Django, as a server would hand it over."""

import json
import re
from io import BytesIO

import pytest
from django.core.handlers.wsgi import WSGIHandler

from predictor.services import tokens


@pytest.fixture
def token(live_version):
    return tokens.issue(name="broker", rate="none")


@pytest.fixture
def django():
    return WSGIHandler()


@pytest.fixture
def ask(token):
    """Return a function that posts a body to an application."""

    def ask(application, body, query="", **changes):
        sent = body if isinstance(body, bytes) else json.dumps(body).encode()
        environ = {
            "REQUEST_METHOD": "POST",
            "PATH_INFO": "/api/predict",
            "QUERY_STRING": query,
            "CONTENT_TYPE": "application/json",
            "CONTENT_LENGTH": str(len(sent)),
            "HTTP_HOST": "testserver",
            "HTTP_AUTHORIZATION": f"Token {token}",
            "SERVER_NAME": "testserver",
            "SERVER_PORT": "80",
            "wsgi.input": BytesIO(sent),
            "wsgi.url_scheme": "http",
        }
        environ |= changes
        return answer_of(
            application, {k: v for k, v in environ.items() if v is not ...}
        )

    return ask


def answer_of(application, environ):
    """Return status, headers and text, without what no two answers share."""
    began = []
    parts = application(
        environ, lambda status, headers: began.append((status, headers))
    )
    text = b"".join(parts).decode()
    [(status, headers)] = began
    named = {name: value for name, value in headers if name != "X-Request-ID"}
    assert named.get("Content-Length", str(len(text))) == str(len(text))
    if status == "200 OK":
        assert len(named) == len(headers) - 1
        assert "Content-Length" in named
    return status, named, re.sub(r'"id":"[^"]*"', '"id":""', text)
