"""The pages of what is watched."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from predictor.models.roles import Role
from predictor.services.monitoring import counting
from tests import builders

pytestmark = pytest.mark.django_db
DRIFT, RECORD, GROUPS = (
    reverse(f"monitoring-{name}") for name in ("drift", "record", "groups")
)
INDEX = reverse("admin:index")


@pytest.fixture
def counted(live_version, settings):
    """Score and decide some applications, and count them."""
    settings.DRIFT_LEAST_ROWS = 10
    for place in range(40):
        inputs = builders.INPUTS | {"Gender": "Male" if place % 4 else "Female"}
        probability = 0.9 if place % 3 else 0.1
        seen = builders.prediction(
            inputs=inputs,
            probability=probability,
            recommendation="approve" if place % 3 else "decline",
        )
        builders.decision(
            prediction=seen,
            inputs=inputs,
            verdict="approve" if place % 5 else "decline",
            prediction_hidden=True,
        )
    counting.count()


def text(client, page, **query):
    answer = client.get(page, query)
    assert answer.status_code == 200
    return answer.content.decode()


def browser(role):
    client = Client()
    client.force_login(builders.person_as(role))
    return client


@pytest.mark.parametrize("page", [DRIFT, RECORD, GROUPS])
def test_without_a_version_or_a_count_a_page_says_what_to_run(boss, page):
    assert "manage.py" in text(boss, page)

    builders.model_version()
    assert "Nothing was counted yet" in text(boss, page)


def test_drift_has_a_picture_for_each_field_and_the_same_numbers(boss, counted):
    page = text(boss, DRIFT)

    labels = ("Credit history", "Loan amount", "Property area", "Score")
    pictures = re.findall(r'role="img" aria-label="([^"]*)"', page)
    for label in labels:
        (told,) = (p for p in pictures if p.startswith(f"{label}:"))
        (number,) = re.findall(r": (\d\.\d{3}) in", told)
        assert f">{number} (" in page
    assert "rules of thumb" in page


def test_drift_says_where_there_are_too_few(boss, counted, settings):
    settings.DRIFT_LEAST_ROWS = 100

    page = text(boss, DRIFT)

    assert "too few: 40 of 100" in page
    assert "Too few in every month." in page


def test_a_version_without_a_reference_says_so(boss, counted):
    builders.model_version(number=2)

    page = text(boss, DRIFT, version="2")

    assert "The drift of version 2 cannot be measured" in page
    assert '<option value="2" selected>' in page


def test_record_tells_agreement_and_measures_what_was_decided_blind(boss, counted):
    page = text(boss, RECORD)

    for part in ("Agreement", "Override rate", "does not say how often", "Calibration"):
        assert part in page
    for word in ("AUC", "Log loss", "Brier", "90 days past due"):
        assert word in page
    assert "accuracy" not in page.lower()


def test_groups_are_a_screen_and_say_who_is_compared_with_whom(boss, counted):
    page = text(boss, GROUPS)

    assert "A screen, not a legal test." in page
    assert "Recommendations of the model, by sex" in page
    assert "Decisions of officers, by dependents" in page
    assert "reference Male" in page
    assert "too few" in page


@pytest.mark.parametrize("version", ["7", "x", "-1", "9" * 5000, "\0", "²"])
@pytest.mark.parametrize("page", [DRIFT, RECORD, GROUPS])
def test_a_version_that_is_none_is_said(boss, counted, page, version):
    assert "There is no such version." in text(boss, page, version=version)


@pytest.mark.parametrize("page", [DRIFT, RECORD, GROUPS])
def test_a_page_asks_little_of_the_database(
    boss, counted, page, django_assert_max_num_queries
):
    with django_assert_max_num_queries(20) as asked:
        text(boss, page)

    tables = ("predictor_prediction", "predictor_decision", "predictor_loanapplication")
    assert not [
        query["sql"]
        for query in asked.captured_queries
        if any(f'FROM "{table}"' in query["sql"] for table in tables)
    ]


def test_model_managers_see_no_groups(counted):
    manager = browser(Role.MODEL_MANAGER)

    assert manager.get(GROUPS).status_code == 403
    assert manager.get(DRIFT).status_code == 200
    assert GROUPS not in text(manager, INDEX)
    assert DRIFT in text(manager, INDEX)


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.ADMINISTRATOR])
def test_auditors_and_administrators_see_all(counted, role):
    client = browser(role)

    for page in (DRIFT, RECORD, GROUPS):
        assert client.get(page).status_code == 200
        assert page in text(client, INDEX)


def test_an_administrator_without_the_permission_is_offered_no_groups(viewer, counted):
    from django.contrib.auth.models import Permission, User

    protected = Permission.objects.get(codename="view_protected")
    User.objects.get(username="viewer").user_permissions.remove(protected)

    assert GROUPS not in text(viewer, INDEX)
    assert viewer.get(GROUPS).status_code == 403


def test_drift_of_a_protected_input_is_for_who_may_see_it(
    settings, tmp_path_factory, boss
):
    from tests.artifacts import register, write_small_model

    folder = tmp_path_factory.mktemp("protected")
    settings.MODEL_STORE = folder
    register(write_small_model(folder, include_protected=True), is_active=True)

    assert "Dependents" in text(boss, DRIFT)
    assert "Dependents" not in text(browser(Role.MODEL_MANAGER), DRIFT)
