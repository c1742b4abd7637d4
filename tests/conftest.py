"""What all tests share: a small real model, people, and settings of their own."""

from __future__ import annotations

import os
from collections.abc import Generator, Iterator
from typing import TYPE_CHECKING, Any

import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.core.cache import cache
from django.core.management.color import no_style
from django.db import connection
from django.test import Client, TransactionTestCase

from predictor.models.append_only import release
from predictor.models.roles import Role
from predictor.services import callers, registry
from tests import builders, databases
from tests.roles import role_migrations

if TYPE_CHECKING:
    from pytest_django import DjangoDbBlocker

    from predictor.models import ModelVersion
    from tests.artifacts import Written


@pytest.fixture(autouse=True)
def _settings(settings: Any, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Keep tests out of the developer's own files."""
    settings.MODEL_STORE = tmp_path_factory.getbasetemp() / "no_models"
    settings.STATIC_ROOT = tmp_path_factory.getbasetemp()
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {
            "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        }
    }
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.TUTORIAL_ENDPOINT = True


@pytest.fixture(autouse=True)
def _nothing_remembered() -> Iterator[None]:
    """Let each test begin as a new process does: no version loaded, nobody counted."""
    registry.reset()
    callers.forget()
    cache.clear()
    yield
    registry.reset()


@pytest.fixture(autouse=True, scope="session")
def _flush_may_empty_append_only_tables() -> Iterator[None]:
    """Tests with real transactions end with a flush of all tables."""
    first, *others = role_migrations()
    tear_down = TransactionTestCase._fixture_teardown  # type: ignore[attr-defined]

    def released(self: TransactionTestCase) -> None:
        with release(why="a test ends"):
            tear_down(self)
        for made in (
            first.make_roles,
            *(m.give for m in others),
        ):  # the flush took them too
            made(apps, connection.schema_editor())

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", released)
        yield


@pytest.fixture(scope="session")
def django_db_setup(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[None]:
    """Let the keys of people have four digits, which a page may not separate."""
    with django_db_blocker.unblock():
        first = User.objects.create(pk=1_233, username="first")
        with connection.cursor() as cursor:
            for sql in connection.ops.sequence_reset_sql(no_style(), [User]):
                cursor.execute(sql)
        first.delete()
    yield
    with django_db_blocker.unblock():
        databases.disconnect_others()


@pytest.fixture
def officer(db: None) -> User:
    """Return a loan officer."""
    return builders.person_as(Role.LOAN_OFFICER, "officer", "officer-officer")


@pytest.fixture
def officer_client(officer: User) -> Client:
    """Return a browser in which the officer is logged in."""
    client = Client()
    client.force_login(officer)
    return client


@pytest.fixture
def administrator(db: None) -> User:
    """Return an administrator."""
    return User.objects.create_superuser("boss", password="boss-boss-boss")


@pytest.fixture(scope="session")
def artifact(tmp_path_factory: pytest.TempPathFactory) -> Written:
    """Train a small real model on the first rows of the sample, and write it."""
    from tests.artifacts import write_small_model

    return write_small_model(tmp_path_factory.mktemp("models"))


@pytest.fixture
def live_version(db: None, settings: Any, artifact: Written) -> ModelVersion:
    """Return a model version that is active."""
    from tests.artifacts import register

    settings.MODEL_STORE = artifact.store
    return register(artifact, is_active=True)


@pytest.fixture(scope="session")
def two_artifacts(tmp_path_factory: pytest.TempPathFactory) -> list[Written]:
    """Write two versions that differ, in one store."""
    from tests.artifacts import write_small_model

    folder = tmp_path_factory.mktemp("two_models")
    return [write_small_model(folder, number=n, seed=n) for n in (1, 2)]


@pytest.fixture
def two_versions(
    db: None, settings: Any, two_artifacts: list[Written]
) -> tuple[ModelVersion, ModelVersion]:
    """Return two versions, of which the first is active."""
    from tests.artifacts import register

    settings.MODEL_STORE = two_artifacts[0].store
    first, second = two_artifacts
    return register(first, is_active=True), register(second)


# Nothing is skipped on CI


def _fail_on_ci(report: pytest.TestReport | pytest.CollectReport) -> None:
    """On CI a test that is skipped has failed; an expected failure has not."""
    if os.environ.get("CI") and report.skipped and not hasattr(report, "wasxfail"):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else ""
        report.outcome = "failed"
        report.longrepr = f"Nothing is skipped on CI. {reason}"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[
    None, pytest.TestReport, pytest.TestReport
]:
    report = yield
    _fail_on_ci(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[
    None, pytest.CollectReport, pytest.CollectReport
]:
    report = yield
    _fail_on_ci(report)
    return report
