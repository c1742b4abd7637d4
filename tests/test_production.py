"""The settings of a production: what is refused, and what Django's own check says."""

import subprocess
from typing import Any

import pytest

from loanapp.production import faults
from tests.production import MANAGE, SECRET_KEY, environment

SOUND: dict[str, Any] = {
    "secret_key": SECRET_KEY,
    "debug": False,
    "allowed_hosts": ["loans.example.org"],
    "tutorial": False,
}


def manage(*words, **environ):
    return subprocess.run(
        [*MANAGE, *words], env=environ, capture_output=True, text=True, check=False
    )


def test_sound_settings_have_no_fault():
    assert faults(**SOUND) == []


@pytest.mark.parametrize(
    ("change", "begins"),
    [
        ({"secret_key": ""}, "Set SECRET_KEY"),
        ({"secret_key": "x" * 50}, "SECRET_KEY is weak"),
        ({"secret_key": SECRET_KEY[:49]}, "SECRET_KEY is weak"),
        ({"secret_key": "django-insecure-" + SECRET_KEY}, "SECRET_KEY is weak"),
        ({"debug": True}, "DEBUG is on"),
        ({"allowed_hosts": []}, "Set ALLOWED_HOSTS"),
        ({"allowed_hosts": ["*"]}, "ALLOWED_HOSTS holds *"),
        ({"tutorial": True}, "TUTORIAL_ENDPOINT is on"),
    ],
)
def test_a_fault_is_one_sentence(change, begins):
    [sentence] = faults(**SOUND | change)

    assert sentence.startswith(begins)
    assert sentence.count(".") == 1


def test_all_faults_are_said_at_once_and_without_a_traceback(tmp_path):
    environ = environment(tmp_path, SECRET_KEY="", DEBUG="on", ALLOWED_HOSTS="")

    refused = manage("check", **environ)

    assert refused.returncode == 1
    assert refused.stdout == ""
    assert [line.split(":")[0] for line in refused.stderr.splitlines()] == [
        "Set SECRET_KEY",
        "DEBUG is on",
        "Set ALLOWED_HOSTS",
    ]


def test_djangos_own_check_has_nothing_to_say(tmp_path):
    words = ("check", "--deploy", "--fail-level", "WARNING")

    checked = manage(*words, **environment(tmp_path))

    assert checked.returncode == 0, checked.stderr
    assert "no issues (0 silenced)" in checked.stdout


def test_a_trial_without_tls_is_one_setting(tmp_path):
    served = manage("diffsettings", **environment(tmp_path)).stdout.splitlines()
    trial = manage("diffsettings", **environment(tmp_path, HTTPS="off")).stdout

    https = {
        "CSRF_COOKIE_SECURE = True",
        "SECURE_HSTS_INCLUDE_SUBDOMAINS = True",
        "SECURE_HSTS_PRELOAD = True",
        "SECURE_HSTS_SECONDS = 31536000",
        "SECURE_SSL_REDIRECT = True",
        "SESSION_COOKIE_SECURE = True",
    }
    assert https <= set(served)
    assert not https & set(trial.splitlines())


def test_the_proxys_word_for_https_counts_only_where_a_proxy_stands(tmp_path):
    alone = manage("diffsettings", **environment(tmp_path, NUM_PROXIES="0"))
    behind = manage("diffsettings", **environment(tmp_path, NUM_PROXIES="1"))

    assert "SECURE_PROXY_SSL_HEADER" not in alone.stdout
    assert "SECURE_PROXY_SSL_HEADER = ('HTTP_X_FORWARDED_PROTO'" in behind.stdout
