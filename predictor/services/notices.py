"""Notices of adverse action: the letter of a decline, and that it was sent."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime, time
from typing import Final

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext, gettext_noop

from ml import schema
from predictor.models import Decision, LoanApplication, Notice, Verdict
from predictor.services import amounts
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
    """What stands in a letter, but for its date and for whom it is."""

    creditor: str
    creditor_address: list[str]
    loan_id: str
    amount: str
    months: str
    reasons: list[str]
    statement: str


class NoSender(Exception):
    """The settings do not say who writes."""

    def __init__(self, missing: list[str]) -> None:
        super().__init__(f"Not set: {', '.join(missing)}.")
        self.missing = missing


class InvalidDay(Exception):
    """A letter cannot have been sent on that day."""


def letter_of(decision: Decision) -> Letter:
    """Return the letter of a decline: as it was sent, else as it is to be sent.

    Raises
    ------
    NoSender
        Where it was not sent and the settings that it needs are not all there.
    """
    if sent := decision.notices.first():
        return Letter(**sent.letter)
    return letter(decision)


def letter(decision: Decision) -> Letter:
    """Return the letter of a decline, with the settings of today.

    Raises
    ------
    NoSender
    """
    if missing := [name for name in SENDER if not getattr(settings, name)]:
        raise NoSender(missing)
    amount, term = (decision.inputs[f.name] for f in _ASKED_FOR)
    return Letter(
        creditor=settings.CREDITOR_NAME,
        creditor_address=_lines(settings.CREDITOR_ADDRESS),
        loan_id=decision.application.loan_id,
        amount=money(amount, schema.LOAN_AMOUNT),
        months=amounts.write(term, schema.LOAN_AMOUNT_TERM),
        reasons=[reason["text"] for reason in decision.reasons],
        statement=gettext(_STATEMENT) % _agency(),
    )


@transaction.atomic
def record_sent(decision: Decision, on: date, *, by: User) -> Notice:
    """Record on which day the letter of a decline was sent; the newest record counts.

    Raises
    ------
    InvalidDay
        Before the decision or in the future.
    NoSender
    """
    now = timezone.now()
    notice = Notice.objects.create(
        decision=decision,
        letter=asdict(letter_of(decision)),
        notified_at=_moment(on, decision.created_at, now),
        recorded_by=by,
        created_at=now,
    )
    LoanApplication.objects.filter(
        pk=decision.application_id, decided_at=decision.created_at
    ).update(notified_at=notice.notified_at, updated_at=now)
    return notice


def is_notifiable(decision: Decision) -> bool:
    """Whether a decision has a letter."""
    return decision.verdict == Verdict.DECLINE


_ASKED_FOR: Final = (schema.LOAN_AMOUNT, schema.LOAN_AMOUNT_TERM)


def _agency() -> dict[str, str]:
    address = ", ".join(_lines(settings.AGENCY_ADDRESS))
    return {"agency": settings.AGENCY_NAME, "address": address}


def _lines(address: str) -> list[str]:
    """Return an address by lines: the setting has semicolons between them."""
    return [line.strip() for line in address.split(";") if line.strip()]


def _moment(on: date, decided: datetime, now: datetime) -> datetime:
    """Return a moment of that day; people know the day, and not the hour."""
    if on < timezone.localdate(decided):
        raise InvalidDay("The letter cannot have been sent before the decision.")
    if on > timezone.localdate(now):
        raise InvalidDay("The day lies in the future: record it when it was sent.")
    if on == timezone.localdate(now):
        return now
    return max(decided, timezone.make_aware(datetime.combine(on, time.min)))
