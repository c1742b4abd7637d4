"""An application that is scored again as it stands."""

import pytest

from predictor.models import JournalEntry, LoanApplication
from predictor.services import scoring
from predictor.services.desk import correcting
from tests import builders

pytestmark = pytest.mark.django_db


@pytest.fixture
def standing():
    """Return an application that a client sent."""
    return builders.application(owner=builders.person("broker"))


def score_again(application, officer):
    return correcting.score_again(application.pk, by=officer, request_id="r1")


def test_application_is_scored_again_by_the_version_that_is_live(
    standing, officer, live_version
):
    builders.prediction(application=standing, model_version=builders.model_version())

    score_again(standing, officer)

    newest = standing.predictions.first()
    assert newest.model_version == live_version
    assert (newest.revision, newest.requested_by) == (1, officer)
    assert newest.inputs == standing.predictions.last().inputs
    assert LoanApplication.objects.get().revision == 1
    assert not JournalEntry.objects.exists()


@pytest.mark.usefixtures("live_version")
def test_facts_that_a_score_needs_are_asked_for(officer):
    standing = builders.application(
        status="incomplete", education=None, completed_at=None
    )

    with pytest.raises(scoring.InvalidRows):
        score_again(standing, officer)
