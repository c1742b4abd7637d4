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
        ("0", lambda: env.whole("NAME", 1, most=9, least=1)),
        ("Nowhere/City", lambda: env.time_zone("NAME", "UTC")),
        ("fast", lambda: env.rate("NAME", "1/s")),
        ("1.5", lambda: env.share("NAME", 0.5)),
        ("half", lambda: env.share("NAME", 0.5)),
        ("-0.1", lambda: env.share("NAME", 0.5)),
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


@pytest.mark.parametrize("value", ["0", "1", "0.25", ".5", "1.0"])
def test_a_share_is_read(monkeypatch, value):
    monkeypatch.setenv("NAME", value)

    assert env.share("NAME", 0.5) == float(value)


def test_whole_numbers_are_sorted_and_different(monkeypatch):
    monkeypatch.setenv("NAME", "360, 60,360")

    assert env.wholes("NAME", "12", most=600) == (60, 360)


@pytest.mark.parametrize("value", ["0", "601", "12,", "12;24", "twelve", "-12", "1.5"])
def test_what_is_no_list_of_whole_numbers_is_refused(monkeypatch, value):
    monkeypatch.setenv("NAME", value)

    with pytest.raises(ImproperlyConfigured, match="NAME is made of whole numbers"):
        env.wholes("NAME", "12", most=600)


def test_pairs_are_read_by_name(monkeypatch):
    monkeypatch.setenv("NAME", "Gender=Male, Dependents = 3+")

    assert env.pairs("NAME") == {"Gender": "Male", "Dependents": "3+"}
    monkeypatch.setenv("NAME", "")
    assert env.pairs("NAME") == {}


@pytest.mark.parametrize("value", ["Male", "Gender=", "=Male", "a=b=c", "a=b,a=c"])
def test_what_is_no_list_of_pairs_is_refused(monkeypatch, value):
    monkeypatch.setenv("NAME", value)

    with pytest.raises(ImproperlyConfigured, match="NAME reads like Gender=Male"):
        env.pairs("NAME")


def test_what_a_database_url_demands_is_kept(monkeypatch):
    url = "postgres://u@h/d?sslmode=require&connect_timeout=5"
    monkeypatch.setenv("DATABASE_URL", url)

    options = env.database(Path("/nowhere"), "NORMAL")["OPTIONS"]

    assert options["sslmode"] == "require"
    assert options["pool"]["max_size"] == 8


@pytest.mark.parametrize(("prepared", "threshold"), [("true", 5), ("false", None)])
def test_statements_are_prepared_unless_a_pooler_forbids_it(
    monkeypatch, prepared, threshold
):
    monkeypatch.setenv("DATABASE_URL", "postgres://u@h/d")
    monkeypatch.setenv("PREPARED_STATEMENTS", prepared)

    options = env.database(Path("/nowhere"), "NORMAL")["OPTIONS"]

    assert options.get("prepare_threshold") == threshold


@pytest.mark.parametrize(
    "url", ["mysql://u:MARKER@h/d", "MARKER", "postgres://u:MARKER@h:port/d"]
)
def test_another_database_is_refused_without_its_password(monkeypatch, url):
    monkeypatch.setenv("DATABASE_URL", url)

    with pytest.raises(ImproperlyConfigured, match="^DATABASE_URL ") as refused:
        env.database(Path("/nowhere"), "NORMAL")
    assert "MARKER" not in str(refused.value)


@pytest.mark.parametrize("url", ["memcache://MARKER", "redis://[MARKER"])
def test_another_cache_is_refused_without_its_password(monkeypatch, url):
    monkeypatch.setenv("CACHE_URL", url)

    with pytest.raises(ImproperlyConfigured, match="^CACHE_URL ") as refused:
        env.cache()
    assert "MARKER" not in str(refused.value)


def test_a_secret_may_be_the_content_of_a_file(monkeypatch, tmp_path):
    (tmp_path / "mounted").write_text("$ecret\n")
    monkeypatch.setenv("NAME_FILE", str(tmp_path / "mounted"))

    assert env.secret("NAME") == "$ecret"


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b" \n", "NAME_FILE names an empty file."),
        (b"\xff", "NAME_FILE names no file that can be read."),
        (None, "NAME_FILE names no file that can be read."),
    ],
)
def test_a_file_without_a_secret_is_refused(monkeypatch, tmp_path, content, sentence):
    file = tmp_path / "mounted"
    if content is not None:
        file.write_bytes(content)
    monkeypatch.setenv("NAME_FILE", str(file))

    with pytest.raises(ImproperlyConfigured) as refused:
        env.secret("NAME")
    assert str(refused.value) == sentence


def test_a_secret_comes_one_way_only(monkeypatch):
    monkeypatch.setenv("NAME", "MARKER")
    monkeypatch.setenv("NAME_FILE", "/nowhere")

    with pytest.raises(ImproperlyConfigured, match="NAME or NAME_FILE") as refused:
        env.secret("NAME")
    assert "MARKER" not in str(refused.value)


def test_a_folder_that_cannot_be_made_is_refused(monkeypatch, tmp_path):
    (tmp_path / "file").touch()
    monkeypatch.setenv("NAME", str(tmp_path / "file" / "folder"))

    with pytest.raises(ImproperlyConfigured, match="^NAME cannot be made"):
        env.made("NAME", tmp_path)
