"""The activation log."""

import pytest
from django.urls import reverse

from tests import builders

pytestmark = pytest.mark.django_db
LIST = reverse("admin:predictor_modelactivation_changelist")


def test_list_says_what_went_live_who_did_it_and_why(boss, administrator):
    first, second = builders.model_version(), builders.model_version()
    builders.activation(
        version=second, previous=first, activated_by=administrator, reason="Better AUC."
    )

    text = boss.get(LIST).content.decode()

    for part in ("Version 2", "Version 1", "boss", "Better AUC."):
        assert part in text


def test_what_came_from_the_command_line_says_so(boss):
    builders.activation()

    assert "Command line" in boss.get(LIST).content.decode()


def test_page_can_be_opened(boss):
    address = reverse(
        "admin:predictor_modelactivation_change", args=[builders.activation().pk]
    )

    assert "The first version." in boss.get(address).content.decode()
    assert boss.post(address, {"reason": "x"}).status_code == 403
