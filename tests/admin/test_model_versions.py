"""Model versions, and how another one goes live."""

import re

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client
from django.urls import reverse

from predictor.models import ModelActivation, ModelVersion
from predictor.models.roles import Role
from tests import builders

pytestmark = pytest.mark.django_db
LIST = reverse("admin:predictor_modelversion_changelist")


def page(number=1):
    return reverse("admin:predictor_modelversion_change", args=[number])


def action(name, number=1):
    return reverse(f"admin:predictor_modelversion_{name}", args=[number])


def submit(client, name, number=1, reason="It is better.", **headers):
    """Submit an action's dialog."""
    body = {"_form_submitted": "True", "reason": reason}
    return client.post(action(name, number), body, headers=headers)


def messages(client):
    return [str(message) for message in client.get(LIST).context["messages"]]


def test_list_shows_how_good_each_version_is(boss):
    builders.model_version(is_active=True)

    text = boss.get(LIST).content.decode()

    for part in ("Version 1", "Active", "blend", "1,989"):
        assert part in text
    for numbers in ("0.790 · 0.463 · 0.148", "0.781 · 0.471", "0.710 · 0.507"):
        assert numbers in text


def test_list_survives_metrics_that_lack_numbers(boss):
    builders.model_version(metrics={"baseline": None, "hold_out": {"auc": None}})

    assert "– · – · –" in boss.get(LIST).content.decode()


def test_page_shows_all_metrics_as_tables(boss):
    builders.model_version()

    text = boss.get(page()).content.decode()

    for part in (
        "Cross validation",
        "0.4630",
        "Metrics: families",
        "logistic",
        "Parameters: random forest",
        "N estimators",
        "scikit-learn",
        "a" * 64,
        "d" * 64,
        "60.0\u00a0%",
        "Credit history",
    ):
        assert part in text


@pytest.fixture
def ready_version(live_version):
    """Return a version that can be activated, and is not active."""
    ModelVersion.objects.update(is_active=False)
    return live_version


def test_activating_makes_the_version_live_and_says_why(
    boss, ready_version, administrator
):
    answer = submit(boss, "activate", **{"HX-Request": "true"})

    assert answer.headers["HX-Redirect"] == LIST
    assert ModelVersion.objects.get().is_active
    log = ModelActivation.objects.get()
    assert (log.reason, log.activated_by) == ("It is better.", administrator)
    assert messages(boss) == ["Version 1 is active."]


def test_activating_without_htmx_redirects(boss, ready_version):
    assert submit(boss, "activate").headers["Location"] == LIST


def test_activating_asks_for_a_reason(boss, ready_version):
    assert "Reason" in boss.get(action("activate")).content.decode()
    assert "required" in submit(boss, "activate", reason=" ").content.decode()
    assert not ModelActivation.objects.exists()


def test_activating_by_a_link_changes_nothing(boss, ready_version):
    boss.get(action("activate"), {"_form_submitted": "True", "reason": "x"})

    assert not ModelActivation.objects.exists()


def test_activating_needs_a_csrf_token(administrator, ready_version):
    client = Client(enforce_csrf_checks=True)
    client.force_login(administrator)

    assert submit(client, "activate").status_code == 403


def test_version_without_its_artifact_is_refused(boss):
    builders.model_version()

    submit(boss, "activate")

    assert messages(boss)
    assert not ModelVersion.objects.filter(is_active=True).exists()


def test_version_that_is_active_is_refused(boss, live_version):
    submit(boss, "activate")

    assert "active already" in messages(boss)[0]


def test_version_with_protected_inputs_is_refused(boss):
    builders.model_version(includes_protected=True)

    submit(boss, "activate")

    assert "ALLOW_PROTECTED_INPUTS" in messages(boss)[0]


def test_who_trained_a_version_does_not_activate_it_where_four_eyes_are_asked_for(
    boss, ready_version, administrator, settings
):
    settings.FOUR_EYES_ACTIVATION = True
    ModelVersion.objects.update(trained_by=administrator)

    submit(boss, "activate")
    refused = messages(boss)
    ModelVersion.objects.update(trained_by=builders.person("anna"))
    submit(boss, "activate")

    assert "boss trained version 1; another person activates" in refused[0]
    assert ModelActivation.objects.get().activated_by == administrator


@pytest.mark.parametrize(
    "number", ["7", "0", "-1", "x", "\N{SUPERSCRIPT TWO}", "9" * 5000]
)
def test_unknown_version_is_refused(boss, number):
    submit(boss, "activate", number=number)

    assert "no model version" in messages(boss)[0]


def test_rolling_back_brings_the_version_before(boss, live_version):
    newer = builders.model_version(number=2)
    builders.activation(version=newer, previous=live_version)
    ModelVersion.objects.filter(is_active=True).update(is_active=False)
    ModelVersion.objects.filter(number=2).update(is_active=True)

    submit(boss, "roll_back", number=2)

    assert messages(boss) == ["Version 1 is active. Before: version 2."]


def test_rolling_back_the_first_version_is_refused(boss, live_version):
    builders.activation(version=live_version)

    submit(boss, "roll_back")

    assert len(messages(boss)) == 1
    assert ModelActivation.objects.count() == 1


@pytest.mark.parametrize("name", ["activate", "roll_back"])
def test_an_address_without_a_number_changes_nothing(boss, live_version, name):
    answer = submit(boss, name, number="abc")

    assert answer.status_code < 500
    assert not ModelActivation.objects.exists()


def test_page_offers_the_one_action_that_makes_sense(boss):
    builders.model_version(is_active=True)
    builders.model_version()

    assert action("roll_back", 1) in boss.get(page(1)).content.decode()
    assert action("activate", 2) in boss.get(page(2)).content.decode()
    assert action("activate", 1) not in boss.get(page(1)).content.decode()


def test_who_may_only_look_is_offered_nothing(viewer):
    builders.model_version()

    assert action("activate") not in viewer.get(page()).content.decode()
    assert submit(viewer, "activate").status_code == 403


def test_who_has_the_permission_may_activate(viewer, ready_version):
    permission = Permission.objects.get(codename="activate_modelversion")
    User.objects.get(username="viewer").user_permissions.add(permission)

    submit(viewer, "activate")

    assert ModelActivation.objects.exists()


def test_nobody_changes_or_deletes_a_version(boss):
    builders.model_version()

    assert boss.post(page(), {"family": "x"}).status_code == 403
    address = reverse("admin:predictor_modelversion_delete", args=[1])
    assert boss.post(address, {"post": "yes"}).status_code == 403


def test_page_shows_what_the_gate_found(boss):
    builders.model_version()

    text = boss.get(page()).content.decode()

    assert "Better than the active version." in text
    assert "+0.0020 to +0.0140" in text
    assert "0.988" in text


def test_how_groups_fare_is_shown_to_those_only_who_may_see_it(db):
    builders.model_version()
    client = Client()
    client.force_login(builders.person_as(Role.MODEL_MANAGER))

    text = client.get(page()).content.decode()

    assert "+0.0020 to +0.0140" in text
    assert "0.988" not in text
    assert "Female" not in text


def test_dialog_that_is_older_than_another_activation_changes_nothing(
    boss, ready_version
):
    dialog = boss.get(action("activate")).content.decode()
    [known] = re.findall(r'name="instead_of" value="(\d+)"', dialog)
    other = builders.model_version(number=9, is_active=True)

    body = {"_form_submitted": "True", "reason": "Better.", "instead_of": known}
    boss.post(action("activate"), body)

    assert "Version 9 is active now" in messages(boss)[0]
    assert ModelVersion.objects.get(is_active=True) == other
