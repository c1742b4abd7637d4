"""The page of one application."""

import pytest
from django.test import Client
from django.urls import reverse

from predictor.models.roles import Role
from predictor.services.desk import journal
from tests import builders


def page_of(client, application):
    response = client.get(reverse("application-detail", args=[application.pk]))
    assert response.status_code == 200
    return response.content.decode()


def actions(page):
    return page.split('<div class="actions">')[1].split("</div>")[0]


def test_page_shows_what_is_known_and_every_suggestion_newest_first(
    officer_client, officer
):
    application = builders.application(loan_amount=128.5, owner=officer)
    old = builders.prediction(application=application)
    new = builders.prediction(
        application=application, recommendation="decline", probability=0.21
    )

    page = page_of(officer_client, application)

    assert "<dd>128,500 dollars</dd>" in page
    table = page.split("What the model suggested")[1]
    addresses = [reverse("prediction-detail", args=[p.pk]) for p in (new, old)]
    assert table.index(addresses[0]) < table.index(addresses[1])
    assert "Change and score again" in page


def test_page_of_an_application_that_nobody_here_sent(officer_client):
    page = page_of(officer_client, builders.application(source="sample"))

    assert "Nothing yet: it was not scored." in page
    assert "<dd>Nobody here</dd>" in page
    assert "Go on and score" in page


def test_each_score_says_why_it_was_made(officer_client):
    application = builders.application(revision=2)
    first, second = builders.model_version(), builders.model_version()
    for version, revision in ((first, 1), (first, 1), (first, 2), (second, 2)):
        builders.prediction(
            application=application, model_version=version, revision=revision
        )

    table = page_of(officer_client, application).split("</table>")[0]

    said = ["Version 2", "Changed: revision 2", "Asked again", "First score"]
    places = [table.index(f'<td data-label="Why">{one}</td>') for one in said]
    assert places == sorted(places)


def test_older_scores_are_a_page_further(officer_client):
    application = builders.application()
    made = [builders.prediction(application=application) for _ in range(23)]

    page = page_of(officer_client, application)

    assert str(made[3].pk) in page
    assert f"/predictions/{made[2].pk}/" not in page
    [address] = [
        part.split('"')[0].replace("&amp;", "&")
        for part in page.split('href="')
        if "only=scores" in part.split('"')[0]
    ]
    older = officer_client.get(address).content.decode()
    assert older.count("Scored by version") == 3
    assert "First score" in older


# Whether the newest score still holds


def test_stale_score_is_said_to_be_out_of_date(officer_client):
    application = builders.application()
    builders.prediction(application=application)
    assert "out of date" not in page_of(officer_client, application)

    application.revision = 2
    application.save()
    page = page_of(officer_client, application)

    assert "The score is out of date:" in page
    assert reverse("application-score", args=[application.pk]) in page


def test_newer_version_only_informs(officer_client):
    application = builders.application()
    builders.prediction(application=application, model_version=builders.model_version())
    builders.model_version(number=4, is_active=True)

    page = page_of(officer_client, application)

    assert "Version 4 is live; the newest score is by version 1." in page
    assert "out of date" not in page


def test_what_is_decided_is_neither_out_of_date_nor_scored_again(officer_client):
    made = builders.declined()
    builders.model_version(number=4, is_active=True)

    page = page_of(officer_client, made.application)

    assert "is live" not in page
    assert reverse("application-score", args=[made.application_id]) not in page


# What is offered


@pytest.mark.parametrize(
    ("state", "offered"),
    [
        ({}, {"Go on and score", "Score it as it stands", "Withdraw…"}),
        (
            {"status": "incomplete", "loan_amount": None},
            {"Go on and score", "Withdraw…", "Close as incomplete…"},
        ),
        ({"status": "awaiting_second_officer"}, {"Withdraw…"}),
        ({"status": "counter_offer"}, {"Withdraw…", "Correct and reopen…"}),
        ({"status": "withdrawn"}, {"Correct and reopen…"}),
        ({"status": "closed_incomplete"}, {"Correct and reopen…"}),
        (
            {"status": "approved", "loan_status": "Y", "label_source": "imported"},
            set(),
        ),
        (
            {"status": "declined", "loan_status": "N", "label_source": "officer"},
            {"Correct and reopen…"},
        ),
    ],
    ids=lambda value: value.get("status", "ready") if isinstance(value, dict) else "",
)
def test_page_offers_what_may_be_done_and_nothing_else(officer_client, state, offered):
    every = {
        "Go on and score",
        "Score it as it stands",
        "Withdraw…",
        "Close as incomplete…",
        "Correct and reopen…",
    }

    shown = actions(page_of(officer_client, builders.application(**state)))

    assert {name for name in every if f">{name}<" in shown} == offered


def test_auditor_is_offered_nothing_and_sees_everything(db):
    client = Client()
    client.force_login(builders.person_as(Role.AUDITOR))
    application = builders.application()
    builders.prediction(application=application)
    journal.note(application, "A word.", by=builders.person())

    page = page_of(client, application)

    assert "A word." in page
    assert "Withdraw" not in page
    assert "<textarea" not in page
    assert "Change and score again" not in page


@pytest.mark.parametrize("name", ["application-detail", "application-edit"])
def test_result_leads_to_the_application(officer_client, name):
    made = builders.prediction()

    page = officer_client.get(reverse("prediction-detail", args=[made.pk]))

    assert reverse(name, args=[made.application_id]) in page.content.decode()


def test_result_of_a_decided_application_does_not_lead_to_its_form(officer_client):
    made = builders.declined()

    page = officer_client.get(reverse("prediction-detail", args=[made.prediction_id]))

    address = reverse("application-edit", args=[made.application_id])
    assert address not in page.content.decode()
