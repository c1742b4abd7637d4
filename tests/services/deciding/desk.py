"""What officers do, in a word each; olga decides unless somebody else is named."""

from __future__ import annotations

from typing import Any, Final

from django.contrib.auth.models import User

from predictor.models import Decision, LoanApplication, Prediction, Verdict
from predictor.models.roles import Role, group_of
from predictor.services.deciding import decisions
from predictor.services.deciding.faults import InvalidGrounds
from predictor.services.deciding.grounds import Grounds
from tests import builders

BOTH: Final = ("credit_history_below", "amount_high")
OFFER: Final = {"LoanAmount": 90.0, "Loan_Amount_Term": 240.0}
WHY: Final = {"override_code": "facts", "override_text": "A visit."}


def officer(username: str = "olga") -> User:
    """Return a loan officer; the same one for the same name."""
    made = builders.person(username)
    made.groups.add(group_of(Role.LOAN_OFFICER))
    return made


def approve(prediction: Prediction | None, by: str = "olga", **said: Any) -> Decision:
    """Approve; where the model suggests to decline, against it."""
    assert prediction
    against = WHY if prediction.recommendation == "decline" else {}
    return _decide(prediction, Verdict.APPROVE, by, against | said)


def decline(prediction: Prediction | None, by: str = "olga", **said: Any) -> Decision:
    """Decline for the reasons of the model, or against it for another one."""
    assert prediction
    if prediction.recommendation == "approve":
        return _decide(
            prediction, Verdict.DECLINE, by, {"codes": ("funds",), **WHY, **said}
        )
    return _decide(prediction, Verdict.DECLINE, by, {"confirmed": BOTH} | said)


def offer(prediction: Prediction | None, by: str = "olga", **said: Any) -> Decision:
    """Make a counter-offer instead of declining."""
    assert prediction
    usual = {"confirmed": BOTH, "offer": OFFER, **WHY}
    return _decide(prediction, Verdict.COUNTER_OFFER, by, usual | said)


def _decide(
    prediction: Prediction, verdict: Verdict, by: str, said: dict[str, Any]
) -> Decision:
    before = said.pop("reverses", None)
    if before is not None:
        said.setdefault("reversed_because", "It was a mistake.")
    return decisions.decide(
        prediction.pk,
        verdict,
        Grounds(**said),
        by=officer(by),
        reverses=before and before.pk,
    )


def rules(error: InvalidGrounds) -> list[tuple[str, str]]:
    """Return which field breaks which rule."""
    return [(fault.field, fault.rule) for fault in error.faults]


def application() -> LoanApplication:
    """Return the only application, as it stands in the database."""
    return LoanApplication.objects.get()
