"""What an applicant is told: the letter of a decision, and that it was sent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any, Final

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext, gettext_noop

from ml import schema
from predictor.models import Decision, LoanApplication, Notice, Verdict
from predictor.services import amounts, days
from predictor.services.deciding import force, offers, standing
from predictor.services.reasons import money

#: The statement of 12 CFR 1002.9(b)(1), with the agency and its address behind it.
_STATEMENT: Final = gettext_noop(
    "The Federal Equal Credit Opportunity Act prohibits creditors from discriminating "
    "against credit applicants on the basis of race, color, religion, national origin, "
    "sex, marital status, age (provided the applicant has the capacity to enter into a "
    "binding contract); because all or part of the applicant's income derives from any "
    "public assistance program; or because the applicant has in good faith exercised "
    "any right under the Consumer Credit Protection Act. The Federal agency that "
    "administers compliance with this law concerning this creditor is "
    "%(agency)s, %(address)s."
)
#: What a letter needs of the settings.
SENDER: Final = (
    "CREDITOR_NAME",
    "CREDITOR_ADDRESS",
    "AGENCY_NAME",
    "AGENCY_ADDRESS",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """What stands in a letter, but for whom it is. Days are as ISO 8601."""

    dated: str
    received_on: str | None
    creditor: str
    creditor_address: list[str]
    loan_id: str
    amount: str
    months: str
    reasons: list[str]
    statement: str
    verdict: str = Verdict.DECLINE.value
    #: Of a counter-offer, also of one that was accepted.
    offered_amount: str = ""
    offered_months: str = ""


class NoSender(Exception):
    """The settings do not say who writes."""

    def __init__(self, missing: list[str]) -> None:
        super().__init__(f"Not set: {', '.join(missing)}.")
        self.missing = missing


class NotInEffect(Exception):
    """The decision did not take effect, so that there is nothing to tell."""

    def __init__(self) -> None:
        super().__init__(gettext("The decision did not take effect: nobody is told."))


class InvalidDay(Exception):
    """A letter cannot have been sent on that day."""


def letter_of(decision: Decision) -> Letter:
    """Return the letter of a decision: as it was sent, or written with the decision.

    Where a second officer confirmed the decision it was written then.

    Raises
    ------
    NotInEffect
    NoSender
        Where it was not written, and the settings still do not say who writes.
    """
    if not standing.of(decision).took_effect:
        raise NotInEffect
    if sent := decision.notices.first():
        return Letter(**sent.letter)
    if decision.letter:
        return Letter(**decision.letter)
    confirmed = force.confirmation_of(decision) if decision.needs_second else None
    if confirmed and (letter := confirmed.details["letter"]):
        return Letter(**letter)
    return _write(decision, force.took_effect_at(decision))


def letter_or_none(
    decision: Decision, *, at: datetime | None = None
) -> dict[str, Any] | None:
    """Return the letter of a new decision as JSON; None where nobody can write it.

    Parameters
    ----------
    at : when it takes effect, where that is not when it was taken.
    """
    try:
        return asdict(_write(decision, at or decision.created_at))
    except NoSender:
        return None


def missing_settings() -> list[str]:
    """Return the names of the settings without which there is no letter."""
    return [name for name in SENDER if not _lines(getattr(settings, name))]


def _write(decision: Decision, at: datetime) -> Letter:
    if missing := missing_settings():
        raise NoSender(missing)
    received = decision.application.received_at
    amount, months = _terms(decision.inputs)
    offered = _terms(decision.offer) if decision.offer else ("", "")
    return Letter(
        dated=days.of(at).isoformat(),
        received_on=days.of(received).isoformat() if received else None,
        creditor=settings.CREDITOR_NAME.strip(),
        creditor_address=_lines(settings.CREDITOR_ADDRESS),
        loan_id=decision.application.loan_id,
        amount=amount,
        months=months,
        reasons=[reason["text"] for reason in decision.reasons],
        statement=_statement(decision),
        verdict=decision.verdict,
        offered_amount=offered[0],
        offered_months=offered[1],
    )


def _statement(decision: Decision) -> str:
    """Return what the law adds where somebody does not get what was asked for."""
    if decision.verdict == Verdict.APPROVE:
        return ""
    return gettext(_STATEMENT) % _agency()


def _terms(values: Mapping[str, Any]) -> tuple[str, str]:
    """Return an amount and a number of months as they stand in a letter."""
    amount, term = (values[field.name] for field in offers.TERMS)
    return (
        money(amount, schema.LOAN_AMOUNT),
        amounts.write(term, schema.LOAN_AMOUNT_TERM),
    )


@transaction.atomic
def record_sent(decision: Decision, on: date, *, by: User) -> Notice:
    """Record on which day a letter was sent; the newest record counts.

    The same day once more is the same record.

    Raises
    ------
    InvalidDay
        Before the decision or in the future.
    NotInEffect, NoSender
    """
    if not standing.of(decision).took_effect:
        raise NotInEffect
    now = timezone.now()
    at = _moment(on, force.took_effect_at(decision), now)
    newest = _newest_of_locked(decision)
    if newest and newest.notified_at and days.of(newest.notified_at) == on:
        return newest
    return _record(decision, at, by=by, now=now)


@transaction.atomic
def record_not_sent(decision: Decision, *, by: User) -> Notice | None:
    """Take back the record that a letter was sent; None where there is none.

    Raises
    ------
    NoSender
    """
    newest = _newest_of_locked(decision)
    if newest is None or newest.notified_at is None:
        return None
    return _record(decision, None, by=by, now=timezone.now())


def _newest_of_locked(decision: Decision) -> Notice | None:
    """Return the newest record; of two at once the second waits for the first."""
    locked = LoanApplication.objects.select_for_update(no_key=True)
    locked.get(pk=decision.application_id)
    return decision.notices.first()


def _record(
    decision: Decision, at: datetime | None, *, by: User, now: datetime
) -> Notice:
    notice = Notice.objects.create(
        decision=decision,
        letter=asdict(letter_of(decision)),
        notified_at=at,
        recorded_by=by,
        created_at=now,
    )
    LoanApplication.objects.filter(
        pk=decision.application_id, decided_at=force.took_effect_at(decision)
    ).update(notified_at=at, updated_at=now)
    return notice


def _agency() -> dict[str, str]:
    address = ", ".join(_lines(settings.AGENCY_ADDRESS))
    return {"agency": settings.AGENCY_NAME.strip(), "address": address}


def _lines(address: str) -> list[str]:
    """Return the lines of a setting, which has semicolons between them."""
    return [line.strip() for line in address.split(";") if line.strip()]


def _moment(on: date, decided: datetime, now: datetime) -> datetime:
    """Return a moment of that day; people know the day, and not the hour."""
    if on < days.of(decided):
        raise InvalidDay(
            gettext("The letter cannot have been sent before the decision.")
        )
    if on > days.of(now):
        raise InvalidDay(
            gettext("The day lies in the future: record it when it was sent.")
        )
    if on == days.of(now):
        return now
    return max(decided, days.beginning(on))
