"""What counts in a field stands beside it, as the data dictionary says it."""

import html

from django.urls import reverse

from ml import schema
from tests import builders


def test_every_field_of_the_form_is_explained(officer_client):
    page = html.unescape(
        officer_client.get(reverse("application-new")).content.decode()
    )

    for field in schema.APPLICANT_FIELDS:
        assert f"<dt>{field.label}</dt><dd>{field.counts}</dd>" in page


def test_hint_of_a_field_belongs_to_it_for_whoever_hears_the_page(officer_client):
    page = officer_client.get(reverse("application-new")).content.decode()

    for name in ("loan_amount", "credit_history", "applicant_income", "dependents"):
        assert f'id="id_{name}_helptext"' in page
        assert f'aria-describedby="id_{name}_helptext' in page


def test_continued_application_explains_no_reference(officer, officer_client):
    mine = builders.application(owner=officer)

    page = officer_client.get(reverse("application-edit", args=[mine.pk]))

    assert schema.LOAN_ID.counts not in page.content.decode()


def test_description_of_the_api_says_what_counts(client, db):
    described = client.get("/api/schema?format=json").content.decode()

    assert "30 years are 360 months." in described
