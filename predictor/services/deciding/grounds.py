"""The grounds on which an officer declines, and whether they are enough.

The reasons belong to the decision: the model's as far as the officer confirms them, and
the officer's own.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from ml.recommendation import APPROVE, INCOMPLETE
from predictor.models import OverrideCode, Prediction
from predictor.services import explained_later
from predictor.services.deciding import officer_reasons

#: A reason as it is kept: code, field (None where it is the officer's), text, source.
Reason = dict[str, Any]
MODEL: Final = "model"
OFFICER: Final = "officer"


@dataclass(frozen=True, slots=True, kw_only=True)
class Grounds:
    """What an officer says of a decline."""

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


@dataclass(frozen=True, slots=True)
class Reasons:
    """What an officer's grounds make of the reasons: each list the model's first."""

    in_force: list[Reason]
    left_out: list[Reason]


@dataclass(frozen=True, slots=True)
class Fault:
    """A rule that grounds break."""

    field: str
    rule: str
    message: str


class InvalidGrounds(Exception):
    """The grounds break rules; nothing is stored."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__("; ".join(f"{f.field}: {f.rule}" for f in faults))
        self.faults = faults


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


def reasons_for_declining(prediction: Prediction, grounds: Grounds) -> Reasons:
    """Return the reasons that would stand in the record, and store nothing.

    Raises
    ------
    InvalidGrounds, registry.ArtifactError
    """
    offered = reasons_of_the_model(prediction)
    if faults := list(_faults(prediction, offered, grounds)):
        raise InvalidGrounds(faults)
    confirmed = [reason for reason in offered if reason["code"] in grounds.confirmed]
    return Reasons(
        in_force=[*confirmed, *_own(grounds)],
        left_out=[reason for reason in offered if reason not in confirmed],
    )


def _own(grounds: Grounds) -> Iterator[Reason]:
    for code in officer_reasons.CODES:
        if code in grounds.codes:
            yield _of_officer(code, officer_reasons.sentence(code))
    if grounds.other:
        yield _of_officer(officer_reasons.OTHER, grounds.other)


def _of_officer(code: str, text: str) -> Reason:
    return {"code": code, "field": None, "text": text, "source": OFFICER}


def _faults(
    prediction: Prediction, offered: list[Reason], grounds: Grounds
) -> Iterator[Fault]:
    codes = {reason["code"] for reason in offered}
    if set(grounds.confirmed) - codes:
        yield Fault("confirmed", "choice", "Choose among the reasons of this score.")
    if set(grounds.codes) - set(officer_reasons.CODES):
        yield Fault("codes", "choice", "Choose among the reasons that are listed.")
    if not (grounds.confirmed or grounds.codes or grounds.other):
        first = "confirmed" if offered else "codes"
        yield Fault(first, "required", "Choose at least one reason.")
    yield from _faults_of_left_out(codes - set(grounds.confirmed), grounds)
    if prediction.recommendation == APPROVE:
        yield from _faults_of_override(grounds)
    elif grounds.override_code or grounds.override_text:
        yield Fault("override_code", "no_override", "The model does not disagree.")


def _faults_of_left_out(left_out: set[str], grounds: Grounds) -> Iterator[Fault]:
    if left_out and not grounds.left_out_because:
        yield Fault(
            "left_out_because",
            "required",
            "Say why a reason of the model is left out, or choose it too.",
        )
    if grounds.left_out_because and not left_out:
        yield Fault(
            "left_out_because",
            "nothing_left_out",
            "No reason of the model is left out: delete this text, or leave one out.",
        )


def _faults_of_override(grounds: Grounds) -> Iterator[Fault]:
    if grounds.override_code not in OverrideCode.values:
        yield Fault(
            "override_code", "required", "Choose why you decide against the model."
        )
    if not grounds.override_text:
        yield Fault(
            "override_text", "required", "Say why you decide against the model."
        )
