"""The pictures: small, self-contained, readable without colour, the same every time."""

import re
import subprocess
import sys
from dataclasses import replace
from xml.etree import ElementTree

import numpy as np
import pytest

from ml import store
from ml.recommendation import Thresholds
from ml.reporting import card, drawing, pictures

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def facts(model_store):
    folder = model_store / "v0001"
    return card.facts(store.read(folder).manifest, store.load_report(folder))


@pytest.fixture(scope="module")
def drawn(trained, facts):
    return drawing.draw(trained, facts)


@pytest.fixture(params=pictures.KINDS)
def picture(request, drawn):
    return drawn[pictures.file_name(request.param)].decode()


def words(picture):
    """Return the text that somebody sees, in the order of the drawing."""
    return [e.text for e in ElementTree.fromstring(picture).iter(f"{SVG}text")]  # noqa: S314 - our own


def test_there_is_one_for_each_kind(drawn):
    assert [*drawn] == [pictures.file_name(kind) for kind in pictures.KINDS]


def test_it_says_what_it_shows(picture):
    root = ElementTree.fromstring(picture)  # noqa: S314 - our own
    title, description = (root.find(f"{SVG}{name}") for name in ("title", "desc"))
    assert title is not None
    assert description is not None
    assert root.get("role") == "img"
    named = f"{title.get('id')} {description.get('id')}"
    assert root.get("aria-labelledby") == named
    assert title.text in [*pictures.KINDS.values()]
    assert len(description.text or "") > 40


def test_it_refers_to_nothing_outside_and_runs_nothing(picture):
    linked = re.findall(r'(?:href|src)="([^"]*)"', picture)
    assert all(target.startswith("#") for target in linked)
    outside = {a for a in re.findall(r"https?://[^\"]*", picture) if "w3.org" not in a}
    assert outside == set()
    assert not re.search(r"<script|<!DOCTYPE|<image|@import|\bon\w+=", picture)


def test_it_is_small(picture):
    assert len(picture) < 100_000


def test_it_is_small_whatever_the_number_of_rows(trained, facts):
    rng = np.random.default_rng(5)
    answers = rng.random(100_000)
    many = replace(
        trained,
        y=(rng.random(len(answers)) < answers).astype(np.int64),
        out_of_fold=answers,
        baseline_out_of_fold=rng.random(len(answers)),
        advice=2 * (answers >= trained.thresholds.approve_from).astype(np.int64),
    )

    sizes = {name: len(each) for name, each in drawing.draw(many, facts).items()}

    assert {name: size for name, size in sizes.items() if size > 100_000} == {}


def test_its_text_is_text(picture):
    assert len(words(picture)) > 3


def test_its_lines_differ_without_colour(drawn):
    for kind in (pictures.ROC, pictures.THRESHOLDS):
        dashes = set(
            re.findall(r"stroke-dasharray: ([\d., ]+)", drawn[f"{kind}.svg"].decode())
        )
        assert len(dashes) >= 2


def test_it_marks_the_thresholds_of_the_version(trained, facts):
    other = replace(trained, thresholds=Thresholds(0.9, 0.05))

    found = words(drawing.draw(other, facts)["thresholds.svg"].decode())

    assert "This version: approve from 0.9" in found
    assert "This version: decline below 0.05" in found


def test_the_baseline_is_drawn_beside_the_model(drawn):
    found = " ".join(words(drawn["roc.svg"].decode()))

    assert "Model (AUC" in found
    assert "Credit history alone (AUC" in found


def test_counts_are_those_of_the_report(drawn, facts):
    shown = words(drawn["confusion.svg"].decode())

    assert {f"{n:,}" for row in facts["confusion"] for n in row} <= set(shown)


def test_the_most_important_field_stands_on_top(drawn):
    fields = words(drawn["importance.svg"].decode())

    assert fields.index("Credit history") > fields.index("Sex")


def test_what_somebody_set_for_drawings_of_their_own_changes_nothing(
    drawn, trained, facts
):
    import matplotlib as mpl

    with mpl.rc_context({"lines.linewidth": 9, "font.size": 30}):
        assert drawing.draw(trained, facts) == drawn


def test_reading_a_report_imports_nothing_that_draws():
    program = (
        "import sys; from ml.reporting import beside, card, markdown;"
        "print([n for n in ('matplotlib', 'sklearn', 'pandas') if n in sys.modules])"
    )

    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )

    assert done.stdout.strip() == "[]"
