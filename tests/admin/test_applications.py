"""The applications."""

import pytest
from django.urls import reverse

from tests import builders

pytestmark = pytest.mark.django_db
LIST = reverse("admin:predictor_loanapplication_changelist")


def page(application):
    return reverse("admin:predictor_loanapplication_change", args=[application.pk])


def shown(client, **query):
    """Return the applications that the list shows."""
    answer = client.get(LIST, query)
    assert answer.status_code == 200
    return list(answer.context["cl"].result_list)


def test_list_says_where_each_application_stands(boss):
    builders.application(loan_id="LA-7")

    text = boss.get(LIST).content.decode()

    for part in ("LA-7", "Ready", "API", "128 thousands of dollars"):
        assert part in text


@pytest.mark.parametrize(
    "query",
    [{"status": "approved"}, {"source": "imported"}, {"label": "Y"}, {"q": "LB-"}],
)
def test_list_is_filtered(boss, query):
    builders.application()
    approved = builders.application(
        loan_id="LB-1",
        status="approved",
        source="imported",
        loan_status="Y",
        label_source="imported",
    )

    assert shown(boss, **query) == [approved]


def test_list_is_filtered_by_what_has_no_label_yet(boss):
    waiting = builders.application()
    builders.application(status="declined", loan_status="N", label_source="imported")

    assert shown(boss, label="none") == [waiting]


@pytest.mark.parametrize("name", ["status", "source", "label", "date_to", "q"])
def test_list_survives_any_value(boss, name):
    builders.application()

    assert shown(boss, **{name: "\0'\""}) == ([] if name != "q" else shown(boss))


def test_page_shows_its_values_and_where_it_stands(boss):
    text = boss.get(page(builders.application())).content.decode()

    for part in ("5,849 dollars per month", "360 months", "Meets the guidelines"):
        assert part in text


def test_page_keeps_protected_attributes_apart(boss):
    answer = boss.get(page(builders.application()))

    apart = next(f for f in answer.context["adminform"] if f.name and "Prot" in f.name)
    assert apart.is_collapsible
    assert apart.fields == ("gender", "married", "dependents")
    assert "watch for unequal treatment" in answer.content.decode()


def test_page_lists_predictions_and_decisions(boss):
    decision = builders.decision()

    text = boss.get(page(decision.application)).content.decode()

    assert "83.1\u00a0%" in text
    for name in ("prediction", "decision"):
        key = decision.pk if name == "decision" else decision.prediction_id
        assert reverse(f"admin:predictor_{name}_change", args=[key]) in text


def test_nobody_changes_it_here(boss):
    application = builders.application()

    assert boss.post(page(application), {"loan_id": "x"}).status_code == 403
