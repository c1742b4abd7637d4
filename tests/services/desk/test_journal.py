"""The journal keeps its rules, whoever writes."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from predictor.models import JournalEntry
from predictor.services.desk import journal
from tests import builders

pytestmark = pytest.mark.django_db


def entry(application=None, **values):
    application = application or builders.application()
    usual = {
        "kind": "note",
        "text": "Called.",
        "revision": 1,
        "status": "ready",
        "written_by": builders.person("olga"),
        "created_at": timezone.now(),
    }
    return JournalEntry.objects.create(application=application, **usual | values)


@pytest.mark.parametrize(
    ("constraint", "change"),
    [
        ("journal_kind_known", {"kind": "sang"}),
        ("journal_status_known", {"status": "lost"}),
        ("journal_says_what", {"text": ""}),
        ("journal_says_what", {"kind": "withdrawn", "text": ""}),
        ("journal_names_the_decision", {"kind": "decided"}),
        ("journal_names_the_decision", {"kind": "sent_back"}),
    ],
)
def test_entry_outside_its_rules_is_refused(constraint, change):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        entry(**change)


def test_person_has_one_first_view_of_an_application():
    application = builders.application()
    first = {"kind": "first_view", "details": {"view": "approve"}, "text": ""}
    entry(application, **first)
    entry(application, **first, written_by=builders.person("otto"))
    entry(**first)

    with pytest.raises(IntegrityError), transaction.atomic():
        entry(application, **first)


def test_decision_has_one_answer_of_a_second_officer():
    decision = builders.decision()
    application = decision.application
    entry(application, kind="decided", decision=decision)
    entry(application, kind="note", decision=decision)
    entry(application, kind="confirmed", decision=decision)

    with pytest.raises(IntegrityError), transaction.atomic():
        entry(application, kind="sent_back", decision=decision)


def test_note_is_kept_with_where_the_application_stood():
    application = builders.application(revision=3)

    note = journal.note(application, "  Called. ", by=builders.person("olga"))

    assert (note.text, note.kind, note.revision, note.status) == (
        "Called.",
        "note",
        3,
        "ready",
    )


@pytest.mark.parametrize("text", ["", "  \n"])
def test_note_without_words_is_refused(text):
    with pytest.raises(journal.NothingNoted):
        journal.note(builders.application(), text, by=builders.person("olga"))

    assert not JournalEntry.objects.exists()
