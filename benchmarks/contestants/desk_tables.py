"""A desk after two years: one function for each table that is filled.

A column that is not named here is as in the row that is copied, a new one too.
"""

from __future__ import annotations

from typing import Final
from uuid import UUID

from django.db import connection
from django.db.models import Model

from benchmarks.contestants.copies import chosen, copy, moment, reference
from benchmarks.contestants.desk_numbers import Numbers, status
from benchmarks.contestants.desk_originals import TABLE, Originals
from predictor.models import (
    Decision,
    DryRun,
    Explanation,
    JournalEntry,
    LoanApplication,
    Notice,
    Prediction,
    Revision,
    Status,
    Verdict,
)

#: Of so many applications one came by the officer's own form.
_OWN: Final = 50
#: Of so many one is the officer's to work on, where it waits.
_ASSIGNED: Final = 200
#: Of so many one has a note.
_NOTED: Final = 10
_VERDICTS: Final = {
    Status.APPROVED: Verdict.APPROVE,
    Status.DECLINED: Verdict.DECLINE,
    Status.COUNTER_OFFER: Verdict.COUNTER_OFFER,
}
_STATUS: Final = status("n")
_DECIDED: Final = f"{_STATUS} IN {tuple(s.value for s in _VERDICTS)}"
#: A decline that waits for a second officer is a decision, too.
_PROPOSED: Final = f"{_STATUS} = '{Status.SECOND_OFFICER.value}'"
_VERDICT: Final = chosen(
    _STATUS,
    {status: f"'{verdict.value}'" for status, verdict in _VERDICTS.items()},
    otherwise=f"'{Verdict.DECLINE.value}'",
)
_UNKNOWN: Final = f"{_STATUS} IN ('incomplete', 'closed_incomplete')"
_TOLD: Final = f"{_STATUS} = 'declined' AND n % 5 > 0"  # of the declined four in five


def applications(desk: Numbers, originals: Originals) -> None:
    came, decided = moment(desk.received("n")), moment(desk.decided("n"))
    own = f"CASE WHEN n % {_OWN} = 0 THEN {{}} ELSE {{}} END"
    known = f"CASE WHEN {_UNKNOWN} THEN NULL ELSE {{}} END"
    changed = {
        "id": desk.application("n"),
        "loan_id": reference("D", "n"),
        "loan_amount": known.format("one.loan_amount"),
        "status": _STATUS,
        "received_at": came,
        "completed_at": known.format(came),
        "decided_at": f"CASE WHEN {_DECIDED} THEN {decided} END",
        "notified_at": f"CASE WHEN {_TOLD} THEN {moment(desk.told('n'))} END",
        "loan_status": chosen(_STATUS, {"approved": "'Y'", "declined": "'N'"}),
        "label_source": chosen(
            _STATUS, dict.fromkeys(("approved", "declined"), "'officer'")
        ),
        "source": own.format("'form'", "one.source"),
        "owner_id": own.format(originals.officer.pk, "one.owner_id"),
        "assignee_id": (
            f"CASE WHEN n % {_ASSIGNED} = 0 AND {_STATUS} = 'ready' "
            f"THEN {originals.officer.pk} END"
        ),
        "revision": f"CASE WHEN {desk.revised('n')} THEN 2 ELSE 1 END",
        "created_at": came,
        "updated_at": came,
    }
    of = _originals(originals, "n", LoanApplication, "application_id")
    copy(LoanApplication, changed, rows=desk.applications, of=of)


def predictions(desk: Numbers, originals: Originals) -> None:
    whose = desk.scored_application("n")
    changed = {
        "id": desk.score("n"),
        "application_id": desk.application(whose),
        "revision": (
            f"CASE WHEN n % {desk.each} <> 1 AND {desk.revised(whose)} "
            "THEN 2 ELSE 1 END"
        ),
        "created_at": moment(desk.scored("n")),
    }
    of = _originals(originals, whose, Prediction, "id")
    copy(Prediction, changed, rows=desk.scores, of=of)


def explanations(desk: Numbers, originals: Originals) -> None:
    """As a client's scores have them: whatever is not to approve is explained."""
    changed = {
        "prediction_id": desk.score("n"),
        "created_at": moment(desk.scored("n")),
    }
    whose = desk.scored_application("n")
    of = _originals(originals, whose, Explanation, "id", key="prediction_id")
    where = f"original.recommendation <> 'approve' AND n % {desk.each} = 1"
    copy(Explanation, changed, rows=desk.scores, of=of, where=where)


def decisions(desk: Numbers, originals: Originals) -> None:
    changed = {
        "id": desk.decision("n"),
        "application_id": desk.application("n"),
        "inputs": "seen.inputs",
        "prediction_id": desk.score(desk.first_score("n")),
        "letter": f"CASE WHEN {_PROPOSED} THEN NULL ELSE one.letter END",
        "needs_second": _PROPOSED,
        "created_at": moment(desk.decided("n")),
    }
    seen = _originals(originals, "n", Prediction, "id", name="seen")
    of = f"{_decided_as('one')} CROSS JOIN {seen} AND {_one_of(originals, 'one')}"
    where = f"({_DECIDED} OR {_PROPOSED})"
    copy(Decision, changed, rows=desk.applications, of=of, where=where)


def entries(desk: Numbers, originals: Originals) -> None:
    """The journal says of each decision who made it."""
    changed = {
        "id": desk.entry("n"),
        "application_id": desk.application("n"),
        "kind": f"CASE WHEN {_PROPOSED} THEN 'proposed' ELSE 'decided' END",
        "status": _STATUS,
        "decision_id": desk.decision("n"),
        "created_at": moment(desk.decided("n")),
    }
    of = (
        f"{_decided_as('made')} CROSS JOIN {JournalEntry._meta.db_table} AS one "
        f"WHERE one.decision_id = made.id AND {_one_of(originals, 'made')}"
    )
    where = f"one.kind = 'decided' AND ({_DECIDED} OR {_PROPOSED})"
    copy(JournalEntry, changed, rows=desk.applications, of=of, where=where)


def notes(desk: Numbers, originals: Originals) -> None:
    whose = desk.talked_about("n")
    changed = {
        "id": desk.note("n"),
        "application_id": desk.application(whose),
        "status": status(whose),
        "created_at": moment(desk.told("n")),
    }
    of, where = _one(originals.note), f"n % {_NOTED} = 0"
    copy(JournalEntry, changed, rows=desk.applications, of=of, where=where)


def revisions(desk: Numbers, originals: Originals) -> None:
    changed = {
        "application_id": desk.application("n"),
        "replaced_at": moment(desk.scored(desk.first_score("n"))),
    }
    of, where = _one(originals.revision), desk.revised("n")
    copy(Revision, changed, rows=desk.applications, of=of, where=where)


def notices(desk: Numbers, originals: Originals) -> None:
    told = moment(desk.told("n"))
    changed = {
        "id": desk.notice("n"),
        "decision_id": desk.decision("n"),
        "notified_at": told,
        "created_at": told,
    }
    of = _one(originals.notice)
    copy(Notice, changed, rows=desk.applications, of=of, where=_TOLD)


def dry_runs(desk: Numbers, originals: Originals) -> None:
    changed = {
        "id": desk.tried("n"),
        "application_id": desk.application(desk.talked_about("n")),
        "created_at": moment(desk.told("n")),
    }
    of, where = _one(originals.dry_run), f"n % {desk.tries} = 0"
    copy(DryRun, changed, rows=desk.applications, of=of, where=where)


#: In the order of their foreign keys.
ALL: Final = (
    applications,
    predictions,
    explanations,
    decisions,
    entries,
    notes,
    notices,
    revisions,
    dry_runs,
)


def _originals(
    originals: Originals,
    number: str,
    model: type[Model],
    column: str,
    *,
    key: str = "id",
    name: str = "one",
) -> str:
    """Return where a row comes from: an application's number chooses the original."""
    return (
        f"{TABLE} AS original CROSS JOIN {model._meta.db_table} AS {name} "
        f"WHERE original.place = {number} % {originals.number} "
        f"AND {name}.{key} = original.{column}"
    )


def _one(row: Model) -> str:
    return f"{row._meta.db_table} AS one WHERE one.id = {_literal(row)}"


def _decided_as(name: str) -> str:
    return f"{Decision._meta.db_table} AS {name}"


def _one_of(originals: Originals, name: str) -> str:
    """Return the condition that it is the original of the verdict."""
    keys = ", ".join(map(_literal, originals.decisions))
    return f"{name}.id IN ({keys}) AND {name}.verdict = {_VERDICT}"


def _literal(row: Model) -> str:
    key = row.pk
    if isinstance(key, UUID) and connection.vendor == "sqlite":
        key = key.hex
    return f"'{key}'"
