"""Scores that are hidden until an officer has said what they think."""

import pytest

from predictor.models import JournalEntry, Verdict
from predictor.models.keys import new_key
from predictor.models.roles import Role
from predictor.services.deciding import blind, decisions, second
from predictor.services.desk import closing, reopening
from predictor.services.labels import labelled_rows
from tests import builders
from tests.at_once import at_once
from tests.builders import scored
from tests.services.deciding.desk import approve, decline, officer

pytestmark = pytest.mark.django_db


@pytest.fixture
def all_blind(settings):
    settings.BLIND_SHARE = 1.0


def view(application, said=Verdict.DECLINE, by="olga", text=""):
    return blind.record_first_view(application, said, by=officer(by), text=text)


def test_nothing_is_hidden_by_default(django_assert_num_queries):
    application, olga = scored().application, officer()

    with django_assert_num_queries(0):
        assert not blind.is_hidden(application, olga)


@pytest.mark.parametrize(
    ("share", "least", "most"), [(0.2, 140, 260), (1.0, 1000, 1000)]
)
def test_share_is_drawn_by_the_keys_alone(settings, share, least, most):
    keys = [new_key() for _ in range(1000)]
    settings.BLIND_SHARE = share

    drawn = [key for key in keys if blind.is_blind(key)]

    assert least <= len(drawn) <= most
    assert drawn == [key for key in keys if blind.is_blind(key)]


def test_larger_share_has_the_same_ones_and_more(settings):
    keys = {new_key() for _ in range(500)}
    settings.BLIND_SHARE = 0.2
    few = {key for key in keys if blind.is_blind(key)}
    settings.BLIND_SHARE = 0.6

    assert few < {key for key in keys if blind.is_blind(key)}


def test_hidden_until_this_officer_has_said_something(all_blind):
    application = scored().application
    assert blind.is_hidden(application, officer("olga"))

    entry = view(application, text="The income is small.")

    assert entry.details == {"view": "decline"}
    assert (entry.text, entry.status) == ("The income is small.", "ready")
    assert not blind.is_hidden(application, officer("olga"))
    assert blind.is_hidden(application, officer("otto"))


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.MODEL_MANAGER, Role.ADMINISTRATOR])
def test_from_whoever_does_not_decide_nothing_is_hidden(all_blind, role):
    assert not blind.is_hidden(scored().application, builders.person_as(role))


def test_decided_application_hides_nothing(all_blind):
    prediction = scored()
    view(prediction.application)
    made = decline(prediction)

    assert not blind.is_hidden(made.application, officer("otto"))


def test_nobody_decides_on_what_is_hidden(all_blind):
    with pytest.raises(blind.Hidden):
        decline(scored())


def test_nobody_confirms_what_is_hidden(all_blind, settings):
    settings.SECOND_OFFICER_ABOVE = 1
    prediction = scored()
    view(prediction.application)
    proposed = decline(prediction)
    otto = officer("otto")
    with pytest.raises(blind.Hidden):
        second.confirm(proposed.pk, by=otto)

    view(proposed.application, by="otto")

    assert second.confirm(proposed.pk, by=otto) == proposed


def test_view_is_the_first_one_only_once(all_blind):
    application = scored().application
    view(application)

    with pytest.raises(blind.NotHidden):
        view(application, Verdict.APPROVE)

    assert blind.said_before(application, Verdict.DECLINE, officer())
    assert not blind.said_before(application, Verdict.APPROVE, officer())


@pytest.mark.parametrize("end", [closing.withdraw, decline])
def test_after_reopening_no_view_is_the_first(all_blind, end):
    prediction = scored()
    view(prediction.application, by="otto")
    if end is decline:
        decline(prediction, by="otto")
    else:
        end(prediction.application.pk, "She called.", by=officer("otto"))
        prediction.application.refresh_from_db()
        assert blind.is_hidden(prediction.application, officer("olga"))
    reopened = reopening.reopen(prediction.application_id, "A slip.", by=officer())
    view(reopened)

    assert not blind.said_before(reopened, Verdict.DECLINE, officer())


def test_who_reads_the_records_in_the_admin_has_no_first_view(all_blind):
    olga = officer()
    olga.is_staff = True
    olga.save()
    application = scored().application
    view(application)

    assert not blind.said_before(application, Verdict.DECLINE, olga)


def test_where_nothing_is_hidden_a_view_comes_too_late():
    with pytest.raises(blind.NotHidden):
        view(scored().application)


@pytest.mark.parametrize(
    ("said", "hidden"),
    [(Verdict.DECLINE, True), (Verdict.APPROVE, False), (Verdict.COUNTER_OFFER, False)],
)
def test_decision_copies_nothing_where_it_is_what_was_said_before(
    all_blind, said, hidden
):
    prediction = scored()
    view(prediction.application, said)

    made = decline(prediction)

    assert made.prediction_hidden == hidden
    assert labelled_rows().seen.tolist() == [not hidden]


def test_view_of_somebody_else_says_nothing_of_ones_own_decision(all_blind):
    prediction = scored("approve")
    view(prediction.application, Verdict.APPROVE, by="otto")
    view(prediction.application, Verdict.DECLINE, by="olga")

    assert not approve(prediction, by="olga").prediction_hidden


@pytest.mark.django_db(transaction=True)
def test_view_that_is_sent_several_times_at_once_is_kept_once(settings):
    settings.BLIND_SHARE = 1.0
    application, olga = scored().application, officer()

    def send(_):
        try:
            blind.record_first_view(application, Verdict.APPROVE, by=olga)
        except blind.NotHidden:
            return False
        return True

    assert at_once(send).count(True) == 1
    assert JournalEntry.objects.filter(kind="first_view").count() == 1


def test_stale_score_is_refused_before_anything_is_asked(all_blind):
    prediction = scored(application=builders.application(revision=2))

    with pytest.raises(decisions.NotDecidable):
        decline(prediction)
