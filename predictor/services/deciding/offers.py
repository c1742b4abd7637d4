"""The terms of a counter-offer: another amount or term than was asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from django.utils.translation import gettext

from ml import schema
from ml.validation import check_row
from predictor.models import Decision, Prediction, Verdict
from predictor.services.deciding.faults import Fault

TERMS: Final = (schema.LOAN_AMOUNT, schema.LOAN_AMOUNT_TERM)

Offer = Mapping[str, schema.Value]


def faults(
    verdict: Verdict,
    prediction: Prediction,
    offer: Offer | None,
    *,
    reverses: Decision | None = None,
) -> Iterator[Fault]:
    """Yield what is wrong with an offer, or that there is one too few or too many.

    An approval has terms where it says that those of a counter-offer were accepted.
    """
    if verdict != Verdict.COUNTER_OFFER:
        if offer and not _is_accepted(verdict, offer, reverses):
            yield Fault("offer", "no_offer", gettext("Only a counter-offer has terms."))
        return
    broken = list(_broken(offer or {}))
    yield from broken
    if not broken and all(
        (offer or {})[field.name] == prediction.inputs[field.name] for field in TERMS
    ):
        yield Fault(
            schema.LOAN_AMOUNT.name,
            "same_terms",
            gettext("Offer another amount or another term than was asked for."),
        )


def _is_accepted(verdict: Verdict, offer: Offer, reverses: Decision | None) -> bool:
    if verdict != Verdict.APPROVE or reverses is None:
        return False
    offered = reverses.verdict == Verdict.COUNTER_OFFER
    return offered and dict(offer) == reverses.offer


def _broken(offer: Offer) -> Iterator[Fault]:
    for field in TERMS:
        if offer.get(field.name) is None:
            yield Fault(field.name, "required", gettext("Enter what is offered."))
    _, errors = check_row(dict(offer), number=0, fields=TERMS)
    for error in errors:
        if error.rule != "required":
            yield Fault(error.field or "offer", error.rule, error.message)
