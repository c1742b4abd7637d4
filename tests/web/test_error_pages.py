"""Pages that are shown when something went wrong."""

import pytest
from django.template.loader import get_template
from django.test import Client
from django.urls import reverse


def test_unknown_address_is_a_page_with_a_way_back(officer_client):
    response = officer_client.get("/nothing/here/")

    assert response.status_code == 404
    assert reverse("application-list") in response.content.decode()


@pytest.mark.parametrize("name", ["400", "403", "404", "403_csrf", "500"])
def test_page_can_be_shown_without_a_request(name):
    page = get_template(f"{name}.html").render()

    assert '<html lang="en">' in page
    assert "<h1>" in page


def test_failure_is_a_page_even_where_static_files_were_not_collected(settings):
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {
            "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        }
    }

    assert "Something failed" in get_template("500.html").render()


def test_form_from_another_site_is_refused_with_advice(officer):
    client = Client(enforce_csrf_checks=True)
    client.force_login(officer)

    response = client.post(reverse("application-new"), {})

    assert response.status_code == 403
    assert "load the page anew" in response.content.decode()
