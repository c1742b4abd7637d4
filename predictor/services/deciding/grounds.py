"""The grounds on which an officer decides, and whether they are enough.

The reasons belong to the decision: the model's as far as the officer confirms them, and
the officer's own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext

from ml import schema
from ml.recommendation import APPROVE, INCOMPLETE, REFER
from predictor.models import Decision, OverrideCode, Prediction, Verdict
from predictor.services import explained_later
from predictor.services.deciding import offers, officer_reasons
from predictor.services.deciding.faults import Fault, InvalidGrounds

#: A reason as it is kept: code, field (None where it is the officer's), text, source.
Reason = dict[str, Any]
MODEL: Final = "model"
OFFICER: Final = "officer"


@dataclass(frozen=True, slots=True, kw_only=True)
class Grounds:
    """What an officer says of a decision."""

    #: Codes of the model's reasons that hold.
    confirmed: tuple[str, ...] = ()
    #: Codes of ``officer_reasons``.
    codes: tuple[str, ...] = ()
    #: A reason in words for the applicant.
    other: str = ""
    #: Why a reason of the model is not confirmed. It stands in no letter.
    left_out_because: str = ""
    #: Against a suggestion to approve: why, by ``OverrideCode`` and in words.
    override_code: str = ""
    override_text: str = ""
    #: Of a counter-offer, or of the approval of one that was accepted: amount and
    #: term, by name on the wire.
    offer: Mapping[str, schema.Value] | None = None
    #: Why it takes the place of the decision in force.
    reversed_because: str = ""


@dataclass(frozen=True, slots=True)
class Reasons:
    """What an officer's grounds make of the reasons: each list the model's first."""

    in_force: list[Reason]
    left_out: list[Reason]


def reasons_of_the_model(prediction: Prediction) -> list[Reason]:
    """Return the reasons that an officer can confirm, the strongest first.

    None where the model suggests to approve: whoever declines then has other reasons.
    What is missing is no reason to decline either.

    Raises
    ------
    registry.ArtifactError
        Where they have to be worked out and the files of the version cannot be used.
    """
    if prediction.recommendation == APPROVE:
        return []
    stored = explained_later.explanation_of(prediction).reasons
    return [
        {"code": r["code"], "field": r["field"], "text": r["text"], "source": MODEL}
        for r in stored
        if r["code"] != INCOMPLETE
    ]


def reasons_for(
    verdict: Verdict,
    prediction: Prediction,
    said: Grounds,
    *,
    reverses: Decision | None,
) -> Reasons:
    """Return the reasons that would stand in the record, and store nothing.

    Parameters
    ----------
    reverses : the decision in force whose place it takes, if it does.

    Raises
    ------
    InvalidGrounds, registry.ArtifactError
    """
    needs_reasons = verdict != Verdict.APPROVE
    offered = reasons_of_the_model(prediction) if needs_reasons else []
    faults = [
        *(_faults(offered, said) if needs_reasons else _faults_of_approval(said)),
        *offers.faults(verdict, prediction, said.offer, reverses=reverses),
        *_faults_of_override(is_against(verdict, prediction), said),
        *_faults_of_reversal(said, reverses=reverses is not None),
    ]
    if faults:
        raise InvalidGrounds(faults)
    confirmed = [reason for reason in offered if reason["code"] in said.confirmed]
    return Reasons(
        in_force=[*confirmed, *_own(said)],
        left_out=[reason for reason in offered if reason not in confirmed],
    )


def is_against(verdict: Verdict, prediction: Prediction) -> bool:
    """Whether a verdict goes against a suggestion to approve or to decline."""
    return prediction.recommendation not in (REFER, verdict)


def _own(grounds: Grounds) -> Iterator[Reason]:
    for code in officer_reasons.CODES:
        if code in grounds.codes:
            yield _of_officer(code, officer_reasons.sentence(code))
    if grounds.other:
        yield _of_officer(officer_reasons.OTHER, grounds.other)


def _of_officer(code: str, text: str) -> Reason:
    return {"code": code, "field": None, "text": text, "source": OFFICER}


def _faults(offered: list[Reason], grounds: Grounds) -> Iterator[Fault]:
    codes = {reason["code"] for reason in offered}
    if set(grounds.confirmed) - codes:
        yield Fault(
            "confirmed", "choice", gettext("Choose among the reasons of this score.")
        )
    if set(grounds.codes) - set(officer_reasons.CODES):
        yield Fault(
            "codes", "choice", gettext("Choose among the reasons that are listed.")
        )
    if not (grounds.confirmed or grounds.codes or grounds.other):
        first = "confirmed" if offered else "codes"
        yield Fault(first, "required", gettext("Choose at least one reason."))
    yield from _faults_of_left_out(codes - set(grounds.confirmed), grounds)


def _faults_of_approval(grounds: Grounds) -> Iterator[Fault]:
    for name in ("confirmed", "codes", "other", "left_out_because"):
        if getattr(grounds, name):
            yield Fault(
                name, "no_reasons", gettext("An approval has no reasons to decline.")
            )


def _faults_of_left_out(left_out: set[str], grounds: Grounds) -> Iterator[Fault]:
    if left_out and not grounds.left_out_because:
        yield Fault(
            "left_out_because",
            "required",
            gettext("Say why a reason of the model is left out, or choose it too."),
        )
    if grounds.left_out_because and not left_out:
        yield Fault(
            "left_out_because",
            "nothing_left_out",
            gettext(
                "No reason of the model is left out: delete this text, or leave one "
                "out."
            ),
        )


def _faults_of_override(against: bool, grounds: Grounds) -> Iterator[Fault]:
    if not against:
        if grounds.override_code or grounds.override_text:
            yield Fault(
                "override_code",
                "no_override",
                gettext("The model does not disagree."),
            )
        return
    if grounds.override_code not in OverrideCode.values:
        yield Fault(
            "override_code",
            "required",
            gettext("Choose why you decide against the model."),
        )
    if not grounds.override_text:
        yield Fault(
            "override_text",
            "required",
            gettext("Say why you decide against the model."),
        )


def _faults_of_reversal(grounds: Grounds, *, reverses: bool) -> Iterator[Fault]:
    if reverses and not grounds.reversed_because:
        yield Fault(
            "reversed_because",
            "required",
            gettext("Say why this decision takes the place of the one before."),
        )
    if grounds.reversed_because and not reverses:
        yield Fault(
            "reversed_because",
            "nothing_reversed",
            gettext("No decision is reversed: delete this text."),
        )
