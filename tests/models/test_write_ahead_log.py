"""SQLite's log goes back into the database beside the requests."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from django.db import connections

from predictor.models import write_ahead_log

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def written(tmp_path, monkeypatch):
    """A database that has a table in its log alone, and the connection to it."""
    file = tmp_path / "database.sqlite3"
    connection = connections["default"]
    monkeypatch.setattr(connection, "vendor", "sqlite")
    monkeypatch.setitem(connection.settings_dict, "NAME", file)
    with closing(sqlite3.connect(file)) as database:
        database.execute("PRAGMA journal_mode = WAL")
        database.execute("CREATE TABLE kept (value TEXT)")
        yield file


def copy_back() -> None:
    """Copy the log back, and wait for it."""
    thread = write_ahead_log.copy_back(1_000, using="default")
    assert thread is not None
    thread.join()


def is_there(file: Path) -> bool:
    """Whether the file has the table without its log."""
    alone = file.with_name("alone.sqlite3")
    alone.write_bytes(file.read_bytes())
    with closing(sqlite3.connect(alone)) as database:
        return database.execute("SELECT name FROM sqlite_master").fetchall() != []


def test_the_log_is_copied_back_after_many_rows(written):
    assert not is_there(written)

    copy_back()

    assert is_there(written)


def test_postgresql_minds_its_log_itself(written, monkeypatch):
    monkeypatch.setattr(connections["default"], "vendor", "postgresql")

    assert write_ahead_log.copy_back(1_000, using="default") is None


def test_a_few_rows_leave_it_to_sqlite(written):
    assert write_ahead_log.copy_back(999, using="default") is None


def test_one_copies_at_a_time(written):
    with write_ahead_log._going_on:
        assert write_ahead_log.copy_back(1_000, using="default") is None
    copy_back()

    assert is_there(written)


def test_where_no_thread_can_be_started_it_is_left_to_sqlite(written, monkeypatch):
    def refuse(thread):
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr("threading.Thread.start", refuse)
    assert write_ahead_log.copy_back(1_000, using="default") is None
    monkeypatch.undo()

    assert not write_ahead_log._going_on.locked()


def test_a_log_that_cannot_be_copied_is_left_to_sqlite(written, caplog):
    written.unlink()
    written.mkdir()

    copy_back()

    assert "was not copied back" in caplog.text
    assert not write_ahead_log._going_on.locked()
