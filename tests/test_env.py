"""Settings that are wrong are refused at the start, in one sentence with their name."""

from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from loanapp import env


@pytest.mark.parametrize(
    ("value", "read"),
    [
        ("ja", lambda: env.flag("NAME", default=False)),
        ("-1", lambda: env.whole("NAME", 1, most=9)),
        ("10", lambda: env.whole("NAME", 1, most=9)),
        ("Nowhere/City", lambda: env.time_zone("NAME", "UTC")),
        ("fast", lambda: env.rate("NAME", "1/s")),
        ("prod", lambda: env.choice("NAME", ("demo", "production"), "demo")),
    ],
)
def test_a_bad_value_is_named(monkeypatch, value, read):
    monkeypatch.setenv("NAME", value)

    with pytest.raises(ImproperlyConfigured, match="^NAME "):
        read()


@pytest.mark.parametrize(
    ("value", "expected"), [("true", True), ("0", False), ("On", True), ("", False)]
)
def test_a_flag_is_read(monkeypatch, value, expected):
    monkeypatch.setenv("NAME", value)

    assert env.flag("NAME", default=False) is expected


def test_an_empty_folder_is_the_default(monkeypatch):
    monkeypatch.setenv("NAME", "")

    assert env.folder("NAME", Path("/default")) == Path("/default")


def test_a_value_may_begin_with_a_dollar(monkeypatch):
    monkeypatch.setenv("NAME", "$ecret")

    assert env.text("NAME", "") == "$ecret"


def test_what_a_database_url_demands_is_kept(monkeypatch):
    url = "postgres://u@h/d?sslmode=require&connect_timeout=5"
    monkeypatch.setenv("DATABASE_URL", url)

    options = env.database(Path("/nowhere"), "NORMAL")["OPTIONS"]

    assert options["sslmode"] == "require"
    assert options["pool"]["max_size"] == 8


def test_another_database_is_refused(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "mysql://u@h/d")

    with pytest.raises(ImproperlyConfigured, match="DATABASE_URL"):
        env.database(Path("/nowhere"), "NORMAL")
