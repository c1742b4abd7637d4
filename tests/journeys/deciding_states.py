"""The states of the pages on which people decide: how to come to each."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from django.urls import reverse

from predictor.models import Decision
from tests.builders import scored
from tests.journeys.desk import Desk
from tests.services.deciding import desk as officers


def _open(desk: Desk, name: str, key: Any) -> None:
    desk.go(reverse(name, args=[key]))


def _asked(desk: Desk, name: str, recommendation: str = "decline") -> None:
    _open(desk, name, scored(recommendation).pk)


def _offer_errors(desk: Desk) -> None:
    _asked(desk, "counter-offer")
    desk.page.get_by_label("Loan amount, in dollars").fill("a lot")
    desk.press("Look it over")


def _offer_preview(desk: Desk) -> None:
    _asked(desk, "counter-offer")
    desk.page.get_by_label("Loan amount, in dollars").fill("90,000")
    for box in desk.page.locator("#id_confirmed input").all():
        box.check()
    _against(desk)
    desk.press("Look it over")


def _against(desk: Desk) -> None:
    """Say why it goes against the model."""
    desk.choose(
        "Why do you decide against the model?",
        "A rule of the lender that the model does not know",
    )
    desk.page.get_by_label("In your words", exact=True).fill("We lend less there.")


def _result(desk: Desk, decision: Decision) -> None:
    _open(desk, "prediction-detail", decision.prediction_id)


def _proposed(desk: Desk, by: str = "olga") -> Decision:
    desk.settings.SECOND_OFFICER_ABOVE = 100_000
    return officers.decline(scored(), by=by)


def _reversal(desk: Desk) -> None:
    _result(desk, officers.decline(scored()))
    desk.follow("Reverse this decision…")
    desk.follow("Approve it instead…")


def _answered(desk: Desk) -> None:
    _result(desk, officers.offer(scored()))
    desk.follow("Say what came of the offer…")
    desk.follow("The offer was accepted: approve…")


def _replaced(desk: Desk, name: str) -> None:
    made = officers.decline(scored())
    officers.approve(made.prediction, reverses=made)
    _open(desk, name, made.pk)


def _sent_back(desk: Desk) -> None:
    _open(desk, "decision", _proposed(desk).pk)
    desk.page.get_by_label("What do you say to it?").fill("The income is wrong.")
    desk.press("Send the decision back")


def _sent_back_without_a_word(desk: Desk) -> None:
    _open(desk, "decision", _proposed(desk).pk)
    desk.press("Send the decision back")


def _blind(desk: Desk) -> None:
    desk.settings.BLIND_SHARE = 1.0
    _open(desk, "prediction-detail", scored().pk)


def _blind_errors(desk: Desk) -> None:
    _blind(desk)
    desk.press("Record it and go on")


STATES: Final[dict[str, Callable[[Desk], None]]] = {
    "approve": lambda desk: _asked(desk, "approve", "approve"),
    "approve-against": lambda desk: _asked(desk, "approve"),
    "counter-offer": lambda desk: _asked(desk, "counter-offer"),
    "counter-offer-errors": _offer_errors,
    "counter-offer-preview": _offer_preview,
    "reversal": _reversal,
    "reversal-of-an-offer": _answered,
    "result-decided": lambda desk: _result(desk, officers.decline(scored())),
    "result-awaiting": lambda desk: _result(desk, _proposed(desk)),
    "decision": lambda desk: _open(desk, "decision", officers.offer(scored()).pk),
    "decision-awaiting": lambda desk: _open(desk, "decision", _proposed(desk).pk),
    "decision-own": lambda desk: _open(
        desk, "decision", _proposed(desk, by="officer").pk
    ),
    "decision-errors": _sent_back_without_a_word,
    "decision-sent-back": _sent_back,
    "decision-replaced": lambda desk: _replaced(desk, "decision"),
    "letter-approved": lambda desk: _open(
        desk, "notice", officers.approve(scored("approve")).pk
    ),
    "letter-offer": lambda desk: _open(desk, "notice", officers.offer(scored()).pk),
    "letter-replaced": lambda desk: _replaced(desk, "notice"),
    "letter-awaiting": lambda desk: _open(desk, "notice", _proposed(desk).pk),
    "first-view": _blind,
    "first-view-errors": _blind_errors,
}
