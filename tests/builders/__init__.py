"""Valid rows of the tables; each test changes the one thing that it is about."""

from tests.builders.decisions import REASONS, decision, declined, journal_entry, scored
from tests.builders.keys import key_at
from tests.builders.people import person, person_as, token
from tests.builders.scores import (
    INPUTS,
    application,
    batch_job,
    dry_run,
    explanation,
    prediction,
)
from tests.builders.versions import METRICS, activated, activation, model_version

__all__ = [
    "INPUTS",
    "METRICS",
    "REASONS",
    "activated",
    "activation",
    "application",
    "batch_job",
    "decision",
    "declined",
    "dry_run",
    "explanation",
    "journal_entry",
    "key_at",
    "model_version",
    "person",
    "person_as",
    "prediction",
    "scored",
    "token",
]
