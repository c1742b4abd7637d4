"""Predictions, explanations, decisions, letters and activations stand for good."""

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from predictor.models import (
    Decision,
    Explanation,
    JournalEntry,
    ModelActivation,
    Notice,
    Prediction,
    Revision,
)
from predictor.models.append_only import (
    AppendOnlyError,
    append_only_tables,
    install_triggers,
    release,
    unguarded_tables,
)
from tests import builders

pytestmark = pytest.mark.django_db


def execute(statement):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_the_guarded_tables_are_those_of_the_record():
    guarded = {
        Prediction,
        Explanation,
        Decision,
        Notice,
        JournalEntry,
        Revision,
        ModelActivation,
    }
    assert append_only_tables().keys() == {m._meta.db_table for m in guarded}


def test_the_model_refuses_a_change():
    prediction = builders.prediction()
    prediction.probability = 0.1
    with pytest.raises(AppendOnlyError):
        prediction.save()
    with pytest.raises(AppendOnlyError):
        prediction.delete()


def test_the_query_set_refuses_a_change():
    builders.prediction()
    with pytest.raises(AppendOnlyError):
        Prediction.objects.update(probability=0.1)
    with pytest.raises(AppendOnlyError):
        Prediction.objects.all().delete()
    with pytest.raises(AppendOnlyError):
        Prediction.objects.bulk_update([], ["probability"])


TABLE = Prediction._meta.db_table
DELETE = f"DELETE FROM {TABLE}"  # noqa: S608 - a name from the code
UPDATE = f"UPDATE {TABLE} SET revision = 2"  # noqa: S608


@pytest.mark.parametrize("statement", [UPDATE, DELETE])
def test_the_database_refuses_a_change(statement):
    prediction = builders.prediction()
    with pytest.raises(IntegrityError, match="append-only"):
        execute(statement)
    prediction.refresh_from_db()
    assert prediction.revision == 1


def test_every_guarded_table_has_its_triggers_after_all_migrations():
    assert unguarded_tables() == []


def test_a_trigger_that_is_gone_is_noticed():
    if connection.vendor == "sqlite":
        execute(f"DROP TRIGGER {TABLE}_no_DELETE")
    else:
        execute(f"ALTER TABLE {TABLE} DISABLE TRIGGER {TABLE}_no_truncate")

    assert unguarded_tables() == [TABLE]


def test_installing_the_triggers_again_is_harmless():
    install_triggers()
    install_triggers()


def test_a_release_lets_one_block_change_rows_and_logs_why(caplog):
    prediction = builders.prediction()
    with release(why="a test"):
        execute(DELETE)
    assert not Prediction.objects.filter(pk=prediction.pk).exists()
    assert "a test" in caplog.text


def test_after_a_release_the_database_refuses_again():
    builders.prediction()
    with release(why="a test"):
        pass
    with pytest.raises(DatabaseError):
        execute(DELETE)


def test_replacing_a_row_is_a_change():
    prediction = builders.prediction()
    if connection.vendor != "sqlite":
        connection.check_constraints()  # nothing deferred may wait for a TRUNCATE
        verb = "TRUNCATE {} CASCADE"
    else:
        verb = "INSERT OR REPLACE INTO {0} SELECT * FROM {0}"
    with pytest.raises(IntegrityError, match="append-only"):
        execute(verb.format(Prediction._meta.db_table))
    prediction.refresh_from_db()
