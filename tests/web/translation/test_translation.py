"""Every sentence of the officers' pages is ready for translation."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.template.loader import get_template
from django.test import Client
from django.urls import reverse
from django.utils.translation import trans_real

from ml import schema
from predictor.services import dictionary, zones
from predictor.web.urls import urlpatterns
from tests import builders
from tests.web.translation.desk import Desk
from tests.web.translation.pseudo import LANGUAGE, Bracketed, left, shown
from tests.web.translation.visits import VISITS
from tests.web.typed import submit

TEMPLATES = Path("templates")
ERROR_PAGES = ("400", "403", "403_csrf", "404", "500")
#: Names, references, the lender's own words, and what people have typed or stored.
DATA = (
    *("Loanapp", "officer", "clerk", "wrong", "Words.", "UTC", "dollars"),
    *("olga", "A visit.", "It was a mistake."),
    *("Example Lender", "Example Street", "Springfield", "CREDITOR_NAME"),
    "manage.py retrain",
    "JST",
    *(name.replace("_", " ") for name in zones.offered()),
    *("The Federal Equal Credit Opportunity Act", "Example Agency", "Capital"),
    # Of files: their names, columns and cells, and the rules that they break.
    *("loans.csv", "CSV", "Excel", "UTF-8", "Windows-1252", "manage.py worker"),
    *schema.FIELDS,
    *("Graduate", "Not Graduate", "Male", "Female", "Yes", "No", "Urban"),
    *("Semiurban", "Rural", "type", "range", "choice", "pattern", "required"),
    *("duplicate", "cells"),
    *("The income could not be verified.", *(r["text"] for r in builders.REASONS)),
)


#: What is no page.
DOWNLOADS = re.compile(r"file-(template|scores|errors)-")


@pytest.fixture
def pseudo(settings: Any, monkeypatch: Any) -> None:
    """Let everybody read the language of brackets."""
    settings.LANGUAGE_CODE = LANGUAGE
    catalogues: dict[str, Any] = vars(trans_real)["_translations"]
    monkeypatch.setitem(catalogues, LANGUAGE, Bracketed())


@pytest.fixture
def desk(officer: Any, officer_client: Client, settings: Any) -> Desk:
    """Return an officer at work, and a letter that can be written."""
    settings.CREDITOR_NAME = "Example Lender"
    return Desk(officer_client, officer, settings)


def test_every_page_is_visited():
    names = {str(pattern.name) for pattern in urlpatterns}

    assert {name for name in names if not DOWNLOADS.match(name)} == set(VISITS)


@pytest.mark.usefixtures("live_version", "pseudo")
@pytest.mark.parametrize("name", VISITS)
def test_everything_that_a_page_says_is_translated(desk, name):
    for number, answer in enumerate(VISITS[name](desk)):
        if answer.status_code in (301, 302):
            answer = desk.client.get(answer.url)
        page = answer.content.decode()

        assert f'<html lang="{LANGUAGE}">' in page
        assert left(shown(page), DATA) == [], f"visit {number}"


@pytest.mark.usefixtures("pseudo")
def test_page_says_that_no_model_is_active_in_translated_words(desk):
    page = submit(desk.client)

    assert page.status_code == 503
    assert left(shown(page.content.decode()), DATA) == []


@pytest.mark.usefixtures("pseudo")
@pytest.mark.parametrize("name", ERROR_PAGES)
def test_everything_that_an_error_says_is_translated(name):
    assert left(shown(get_template(f"{name}.html").render()), DATA) == []


def test_sentence_that_nobody_translates_is_found():
    page = '<h1>⟦Sent on ⟧3 ⟦May⟧</h1><a title="Open it">⟦Open⟧</a> <b>officer</b>'

    assert left(shown(page), DATA) == ["Open it"]


TRANSLATED = re.compile(
    r"{% blocktranslate.*?{% endblocktranslate %}|{%.*?%}|{{.*?}}|{#.*?#}|⟦|Loanapp"
    r"|<code>.*?</code>",
    re.DOTALL,
)
READ_OUT = re.compile(r'\b(?:aria-label|title|alt|placeholder|data-\w+)="([^"]*)"')


def templates() -> list[Path]:
    return [*TEMPLATES.glob("*.html"), *TEMPLATES.glob("web/**/*.html")]


@pytest.mark.parametrize("path", templates(), ids=str)
def test_template_has_no_words_outside_of_what_is_translated(path):
    text = TRANSLATED.sub("", path.read_text())
    texts = [re.sub(r"<[^>]*>", " ", text), *READ_OUT.findall(text)]

    assert [found for one in texts for found in re.findall(r"[^\W\d_]{2,}", one)] == []


def test_dictionary_has_every_word_that_a_page_shows():
    fields = (schema.LOAN_ID, *schema.PREDICTORS)
    shown_words = {schema.LOAN_ID.rule}
    for field in fields:
        shown_words |= {field.label, field.help}
        if isinstance(field, schema.Category):
            shown_words |= {c for c in field.choices if c.isalpha() or " " in c}
        if isinstance(field, schema.Flag):
            shown_words |= {w[:1].upper() + w[1:] for w in (field.zero, field.one)}

    assert shown_words == set(dictionary.WORDS)
    assert {f.counts for f in fields} == set(dictionary.COUNTS)
    assert {f.label[:1].lower() + f.label[1:] for f in fields} == set(dictionary.INSIDE)


def test_programs_are_answered_in_one_language(live_version, settings, client):
    settings.LANGUAGES = [("en", "English"), ("de", "German")]

    page = client.get(reverse("login"), headers={"Accept-Language": "de"})
    answer = client.get("/api/models/active", headers={"Accept-Language": "de"})

    assert 'lang="de"' in page.content.decode()
    assert page["Content-Language"] == "de"
    assert "Content-Language" not in answer
