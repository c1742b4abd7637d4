"""The report of a version, its pictures, and two versions side by side."""

import re
import shutil

import pytest
from django.test import Client
from django.urls import reverse

from predictor.models import ModelVersion
from predictor.models.roles import Role
from tests import builders
from tests.artifacts import before_reports

pytestmark = pytest.mark.django_db
COMPARE = reverse("admin:predictor_modelversion_compare")
LIST = reverse("admin:predictor_modelversion_changelist")
KINDS = ("roc", "calibration", "confusion", "importance", "thresholds")


def page(number=1):
    return reverse("admin:predictor_modelversion_report", args=[number])


def picture(kind="roc", number=1):
    return reverse("admin:predictor_modelversion_picture", args=[number, kind])


def text_of(answer):
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.fixture
def folder(live_version, settings, tmp_path):
    """Return the version's folder, in a store that a test may spoil."""
    shutil.copytree(settings.MODEL_STORE / "v0001", tmp_path / "v0001")
    settings.MODEL_STORE = tmp_path
    return tmp_path / "v0001"


@pytest.fixture
def older(folder):
    """Return a version 2 that was trained before there were pictures."""
    shutil.copytree(folder, folder.parent / "v0002")
    digest = before_reports(folder.parent / "v0002")
    return builders.model_version(number=2, artifact_sha256=digest)


@pytest.fixture
def manager():
    """Return a browser of a model manager, who sees no protected attributes."""
    client = Client()
    client.force_login(builders.person_as(Role.MODEL_MANAGER))
    return client


def test_page_says_what_the_model_card_says(boss, folder):
    text = text_of(boss.get(page()))

    card = (folder / "model_card.md").read_text()
    for heading in re.findall(r"^## (.+)$", card, re.MULTILINE):
        assert f">{heading}</h2>" in text
    cells = re.findall(r"[0-9.,]{5,}", card)
    assert len(cells) > 40
    assert [cell for cell in cells if cell not in text] == []


def test_page_shows_every_picture_with_words_in_its_place(boss, folder):
    text = text_of(boss.get(page()))

    shown = dict(re.findall(r'<img src="([^"]+)" alt="([^"]+)"', text))
    assert list(shown) == [
        picture(kind)
        for kind in ("importance", "roc", "calibration", "confusion", "thresholds")
    ]
    assert all(len(alternative) > 40 for alternative in shown.values())


@pytest.mark.parametrize("kind", KINDS)
def test_picture_is_the_file_that_was_written(boss, folder, kind):
    answer = boss.get(picture(kind))

    assert answer.content == (folder / f"{kind}.svg").read_bytes()
    assert answer["Content-Type"] == "image/svg+xml"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert set(answer["Content-Security-Policy"].split("; ")) == {
        "default-src 'none'",
        "style-src 'unsafe-inline'",
        "frame-ancestors 'none'",
    }


def test_page_of_a_version_leads_to_its_report(boss, live_version):
    change = reverse("admin:predictor_modelversion_change", args=[1])

    assert page() in text_of(boss.get(change))
    assert COMPARE in text_of(boss.get(LIST))


def test_picture_that_was_changed_is_not_shown(boss, folder):
    (folder / "roc.svg").write_text("<svg><script>alert(1)</script></svg>")

    text, answer = text_of(boss.get(page())), boss.get(picture())

    assert "roc.svg is not what its digest says." in text
    assert picture() not in text
    assert picture("importance") in text
    assert answer.status_code == 404
    assert answer.content == b"v0001: roc.svg is not what its digest says."
    assert answer["Content-Type"].startswith("text/plain")


def test_picture_that_is_gone_is_said_to_be_gone(boss, folder):
    (folder / "roc.svg").unlink()

    assert "v0001: there is no roc.svg." in text_of(boss.get(page()))
    assert boss.get(picture()).status_code == 404


@pytest.mark.parametrize("name", ["manifest.json", "report.json"])
def test_report_of_changed_files_is_what_the_database_has(boss, folder, name):
    (folder / name).write_text("{}")
    ModelVersion.objects.update(metrics=builders.METRICS)

    text = text_of(boss.get(page()))

    assert f"v0001: {name} is not" in text
    assert "0.4630" in text
    assert "<img" not in text.split("</h1>")[1]


def test_version_without_files_has_the_report_of_its_row(boss):
    builders.model_version(metrics={"baseline": None, "hold_out": {"auc": None}})

    text = text_of(boss.get(page()))

    assert "there is no manifest.json" in text
    assert "1,989" in text
    assert boss.get(picture()).status_code == 404


def test_version_from_before_there_were_pictures_says_so(boss, older):
    text = text_of(boss.get(page(2)))

    assert "It was trained before there were pictures." in text
    assert "Training data" in text
    assert boss.get(picture(number=2)).content == (
        b"It was trained before there were pictures."
    )


def test_groups_are_shown_to_whom_protected_attributes_are(
    boss, manager, folder, older
):
    for address in (page(), page(2), COMPARE):
        assert ">Groups</h2>" in text_of(boss.get(address))
        shown = text_of(manager.get(address))
        assert ">Groups</h2>" not in shown
        assert "Female" not in shown
        assert "Flip test" not in shown


def test_officer_sees_no_report(officer_client, live_version):
    for address in (page(), picture(), COMPARE):
        assert officer_client.get(address).status_code in (302, 403)


def test_who_may_not_see_versions_sees_no_report(live_version):
    client = Client()
    staff = builders.person("clerk", is_staff=True)
    client.force_login(staff)

    for address in (page(), picture(), COMPARE):
        assert client.get(address).status_code == 403


@pytest.mark.parametrize("kind", ["model", "manifest", "pipeline", "none"])
def test_no_other_file_of_the_folder_is_sent(boss, folder, kind):
    answer = boss.get(picture(kind))

    assert answer.status_code == 404
    assert answer.content == b"There is no such picture."


@pytest.mark.parametrize(
    "number", ["7", "0", "-1", "x", "\N{SUPERSCRIPT TWO}", "9" * 5000, "9" * 30]
)
def test_unknown_version_has_no_report(boss, live_version, number):
    builders.model_version(number=2)

    assert boss.get(page(number)).status_code == 302
    assert boss.get(picture(number=number)).status_code == 404
    answer = boss.get(COMPARE, {"left": number, "right": "1"})
    assert "Select a valid choice" in text_of(answer)


# Side by side


def test_two_versions_stand_side_by_side_with_their_pictures(boss, folder):
    shutil.copytree(folder, folder.parent / "v0002")
    digest = ModelVersion.objects.get().artifact_sha256
    builders.model_version(number=2, artifact_sha256=digest)

    text = text_of(boss.get(COMPARE, {"left": "1", "right": "2"}))

    shown = re.findall(r'<img src="([^"]+)"', text)
    assert shown[:2] == [picture("importance", 1), picture("importance", 2)]
    assert len(shown) == 2 * len(KINDS)
    for title in ("Metrics", "Thresholds", "Inputs", "Training data", "Sex"):
        assert f'aria-label="{title}"' in text


def test_version_with_pictures_stands_beside_one_without(boss, folder, older):
    text = text_of(boss.get(COMPARE, {"left": "2", "right": "1"}))

    assert text.count("No picture.") == len(KINDS)
    assert "It was trained before there were pictures." in text
    assert "<strong>Version 2.</strong>" in text


def test_version_without_files_can_be_compared(boss, live_version):
    builders.model_version(number=2)

    text = text_of(boss.get(COMPARE, {"left": "1", "right": "2"}))

    assert "there is no manifest.json" in text
    assert "0.4630" in text


def test_the_live_version_and_the_newest_other_are_laid_out_first(boss, older):
    builders.model_version(number=3)

    chosen = boss.get(COMPARE).context["comparison"]

    assert (chosen.left.version.number, chosen.right.version.number) == (1, 3)


def test_one_version_is_compared_with_the_live_one(boss, older):
    chosen = boss.get(COMPARE, {"left": "2"}).context["comparison"]

    assert (chosen.left.version.number, chosen.right.version.number) == (2, 1)


def test_one_version_is_not_compared_with_itself(boss, older):
    text = text_of(boss.get(COMPARE, {"left": "1", "right": "1"}))

    assert "Choose two versions." in text


@pytest.mark.parametrize("versions", [0, 1])
def test_without_two_versions_there_is_nothing_to_compare(boss, versions):
    for _ in range(versions):
        builders.model_version()

    assert "There are no two versions yet." in text_of(boss.get(COMPARE))
